#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/world/columns.hpp"

namespace qonys::hdf5 {

/// Holds the HDF5 library, which may not be used by two threads at once, and keeps it from
/// printing.
[[nodiscard]] std::unique_lock<std::recursive_mutex> hold();

[[nodiscard]] bool looks_like_hdf5(const std::filesystem::path& path);

/// How numbers lie on disk and in memory: little-endian.
[[nodiscard]] hid_t number_type(ElementType type);

/// One HDF5 id, closed when it goes.
class Handle {
public:
    using Closer = herr_t (*)(hid_t);
    Handle() = default;
    Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
    ~Handle() { close(); }
    Handle(Handle&& other) noexcept;
    Handle& operator=(Handle&& other) noexcept;

    [[nodiscard]] hid_t id() const { return id_; }
    herr_t close();  ///< negative when data could not be written out

private:
    hid_t id_ = H5I_INVALID_HID;
    Closer closer_ = nullptr;
};

/// A file with the few kinds of things that we keep in one: groups, texts, lists of texts and
/// numbers. Paths are full. Everything that HDF5 refuses becomes a DataError: when writing with the
/// reason of the system (disk full), when reading with the part that is missing or damaged.
class File {
public:
    /// `shown` is the name for messages: the final one.
    static File create(const std::filesystem::path& where, std::string shown);
    static File open(const std::filesystem::path& path);
    ~File();
    File(File&& other) noexcept = default;
    File& operator=(File&&) = delete;

    [[nodiscard]] hid_t id() const { return file_.id(); }
    [[nodiscard]] const std::string& shown() const { return shown_; }
    void close();
    void reopen();  ///< everything is written out, then the file is opened for writing again

    void make_group(const std::string& path);  ///< with its parents; remembers order of creation
    void write_text(const std::string& path, std::string_view text);
    void write_texts(const std::string& path, std::span<const std::string> texts);
    /// One dimension, with check sums unless it is short.
    void write_array(const std::string& path, ElementType type, std::span<const std::byte> data);
    template <class T>
    void write_numbers(const std::string& path, std::span<const T> values)
    {
        write_array(path, element_type<T>(), std::as_bytes(values));
    }
    /// Several dimensions, the last fastest; small, so that it is neither packed nor checked.
    void write_grid(const std::string& path, std::span<const hsize_t> sizes,
                    std::span<const double> values);
    void set_attribute(const std::string& object, const char* name, std::string_view text);
    /// A text of fixed length, as specifications want some.
    void set_attribute_fixed(const std::string& object, const char* name, const std::string& text);
    /// A list of whatever type.
    void set_attribute_list(const std::string& object, const char* name, hid_t type, hsize_t count,
                            const void* data);
    void set_attribute_texts(const std::string& object, const char* name,
                             std::span<const std::string> texts);
    template <class T>
    void set_attribute_number(const std::string& object, const char* name, T value)
    {
        put_attribute(object, name, element_type<T>(), &value, -1);
    }
    template <class T>
    void set_attribute_numbers(const std::string& object, const char* name,
                               std::span<const T> values)
    {
        put_attribute(object, name, element_type<T>(), values.data(), std::ssize(values));
    }

    [[nodiscard]] bool has(const std::string& path) const;
    [[nodiscard]] bool has_attribute(const std::string& object, const char* name) const;
    [[nodiscard]] std::vector<std::string> names(const std::string& group) const;
    [[nodiscard]] std::string read_text(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> read_texts(const std::string& path) const;
    template <class T>
    [[nodiscard]] std::vector<T> read_numbers(const std::string& path) const
    {
        const Handle dataset = open_array(path, element_type<T>());
        std::vector<T> values(num_elements(dataset, path));
        get_array(dataset, path, element_type<T>(), values.data(), values.size());
        return values;
    }
    [[nodiscard]] std::string attribute(const std::string& object, const char* name) const;
    [[nodiscard]] std::vector<std::string> attribute_texts(const std::string& object,
                                                           const char* name) const;
    template <class T>
    [[nodiscard]] std::vector<T> attribute_numbers(const std::string& object,
                                                   const char* name) const
    {
        const Handle attribute = open_attribute(object, name);
        std::vector<T> values(attribute_elements(attribute, object));
        get_attribute(attribute, object, element_type<T>(), values.data(), values.size());
        return values;
    }
    template <class T>
    [[nodiscard]] T attribute_number(const std::string& object, const char* name) const
    {
        const std::vector<T> values = attribute_numbers<T>(object, name);
        return values.size() == 1 ? values[0] : (damaged(object), T{});
    }

    [[nodiscard]] bool is_array_of(const std::string& path, ElementType type) const;
    /// A dataset whose elements are of that type.
    [[nodiscard]] Handle open_array(const std::string& path, ElementType type) const;
    [[nodiscard]] std::size_t num_elements(const Handle& dataset, const std::string& path) const;
    /// Elements of a list, from `first` on.
    void read_part(const Handle& dataset, const std::string& path, ElementType type,
                   std::size_t first, std::span<std::byte> out) const;

    /// Gives back what HDF5 said, or throws for the part at `path`.
    hid_t ok(hid_t result, const std::string& path) const;
    [[nodiscard]] Handle own(hid_t id, Handle::Closer closer, const std::string& path) const
    {
        return {ok(id, path), closer};
    }
    void finish(Handle handle, const std::string& path) const { ok(handle.close(), path); }
    [[noreturn]] void damaged(const std::string& path) const;

private:
    File(Handle file, std::filesystem::path where, std::string shown, bool writing);
    [[nodiscard]] DataError refusal(const std::string& path) const;
    void make_parents(const std::string& path);
    /// An object whose attributes are written: kept open until another one is asked for, as walking
    /// to it costs more than an attribute does.
    hid_t opened(const std::string& object);
    struct NewAttribute {
        const char* name;
        hid_t type;
        Handle space;
        const void* data;  ///< nothing for an empty list
    };
    void put(const std::string& object, const NewAttribute& made);
    void put_attribute(const std::string& object, const char* name, ElementType type,
                       const void* data, std::ptrdiff_t count);
    [[nodiscard]] Handle open_attribute(const std::string& object, const char* name) const;
    [[nodiscard]] std::size_t attribute_elements(const Handle& attribute,
                                                 const std::string& object) const;
    void get_array(const Handle& dataset, const std::string& path, ElementType type, void* data,
                   std::size_t count) const;
    void get_attribute(const Handle& attribute, const std::string& object, ElementType type,
                       void* data, std::size_t count) const;

    Handle file_;
    Handle opened_;
    std::string opened_path_;
    std::set<std::string> groups_;  ///< known to be there
    std::filesystem::path where_;
    std::string shown_;
    bool writing_;
};

/// Properties of a new dataset: no time stamp, so that equal runs give equal bytes.
[[nodiscard]] Handle dataset_properties();

}  // namespace qonys::hdf5
