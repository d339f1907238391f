#include <algorithm>
#include <functional>

#include "output/hdf5_handle.hpp"
#include "qonys/core/contract.hpp"

namespace qonys::hdf5 {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 20U;
constexpr std::size_t short_bytes = 4096;

Handle text_type()
{
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    QONYS_ENSURE(H5Tset_size(type.id(), H5T_VARIABLE) >= 0);
    QONYS_ENSURE(H5Tset_cset(type.id(), H5T_CSET_UTF8) >= 0);
    return type;
}

/// HDF5 clears a buffer of a megabyte for every list of texts that it writes, and there are hundreds of
/// short ones.
Handle text_transfer()
{
    Handle properties(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
    QONYS_ENSURE(H5Pset_buffer(properties.id(), short_bytes, nullptr, nullptr) >= 0);
    return properties;
}

Handle list_space(std::size_t count)
{
    const hsize_t size = count;
    return {H5Screate_simple(1, &size, nullptr), H5Sclose};
}

Handle scalar_space() { return {H5Screate(H5S_SCALAR), H5Sclose}; }

std::vector<const char*> pointers(std::span<const std::string> texts)
{
    std::vector<const char*> result;
    result.reserve(texts.size());
    for (const std::string& text : texts) {
        result.push_back(text.c_str());
    }
    return result;
}

/// Texts of a dataset or an attribute, whose memory HDF5 allots. Empty when they are not texts.
std::vector<std::string> take_texts(hid_t type, hid_t space, bool& good,
                                    const std::function<herr_t(hid_t, void*)>& read)
{
    good = false;
    std::vector<std::string> result;
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (H5Tis_variable_str(type) <= 0 || count < 0) {
        return result;
    }
    std::vector<char*> raw(static_cast<std::size_t>(count), nullptr);
    // As the file has them: HDF5 has no conversion between its two character sets.
    good = count == 0 || read(type, raw.data()) >= 0;
    if (good && count > 0) {
        for (const char* text : raw) {
            result.emplace_back(text == nullptr ? "" : text);
        }
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw.data());
    }
    return result;
}

Handle array_properties(std::size_t count, std::size_t bytes)
{
    Handle properties = dataset_properties();
    if (count * bytes > short_bytes) {
        const hsize_t chunk = std::min(count, chunk_bytes / bytes);
        QONYS_ENSURE(H5Pset_chunk(properties.id(), 1, &chunk) >= 0);
        QONYS_ENSURE(H5Pset_fletcher32(properties.id()) >= 0);
    }
    return properties;
}

}  // namespace

void File::write_text(const std::string& path, std::string_view text)
{
    const auto lock = hold();
    make_parents(path);
    const Handle type = text_type();
    const Handle space = scalar_space();
    const Handle properties = dataset_properties();
    Handle dataset = own(H5Dcreate2(id(), path.c_str(), type.id(), space.id(), H5P_DEFAULT,
                                    properties.id(), H5P_DEFAULT),
                         H5Dclose, path);
    const std::string copy(text);
    const char* pointer = copy.c_str();
    const Handle transfer = text_transfer();
    ok(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, transfer.id(), &pointer), path);
    finish(std::move(dataset), path);
}

void File::write_texts(const std::string& path, std::span<const std::string> texts)
{
    const auto lock = hold();
    make_parents(path);
    const Handle type = text_type();
    const Handle space = list_space(texts.size());
    const Handle properties = dataset_properties();
    Handle dataset = own(H5Dcreate2(id(), path.c_str(), type.id(), space.id(), H5P_DEFAULT,
                                    properties.id(), H5P_DEFAULT),
                         H5Dclose, path);
    if (!texts.empty()) {
        const Handle transfer = text_transfer();
        ok(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, transfer.id(),
                    pointers(texts).data()),
           path);
    }
    finish(std::move(dataset), path);
}

void File::write_array(const std::string& path, ElementType type, std::span<const std::byte> data)
{
    const auto lock = hold();
    make_parents(path);
    const hid_t element = number_type(type);
    const std::size_t bytes = H5Tget_size(element);
    QONYS_EXPECT(data.size() % bytes == 0);
    const std::size_t count = data.size() / bytes;
    const Handle space = list_space(count);
    const Handle properties = array_properties(count, bytes);
    Handle dataset = own(H5Dcreate2(id(), path.c_str(), element, space.id(), H5P_DEFAULT,
                                    properties.id(), H5P_DEFAULT),
                         H5Dclose, path);
    if (count > 0) {
        ok(H5Dwrite(dataset.id(), element, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()), path);
    }
    finish(std::move(dataset), path);
}

void File::write_grid(const std::string& path, std::span<const hsize_t> sizes,
                      std::span<const double> values)
{
    const auto lock = hold();
    make_parents(path);
    const hid_t element = number_type(ElementType::f64);
    const Handle space = own(
        H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose, path);
    Handle dataset = own(
        H5Dcreate2(id(), path.c_str(), element, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Dclose, path);
    if (!values.empty()) {
        ok(H5Dwrite(dataset.id(), element, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), path);
    }
    finish(std::move(dataset), path);
}

void File::set_attribute(const std::string& object, const char* name, std::string_view text)
{
    const auto lock = hold();
    const Handle type = text_type();
    const std::string copy(text);
    const char* pointer = copy.c_str();
    put(object, {name, type.id(), scalar_space(), &pointer});
}

void File::set_attribute_fixed(const std::string& object, const char* name, const std::string& text)
{
    const auto lock = hold();
    const Handle type = own(H5Tcopy(H5T_C_S1), H5Tclose, object);
    ok(H5Tset_size(type.id(), text.size() + 1), object);
    put(object, {name, type.id(), scalar_space(), text.c_str()});
}

void File::set_attribute_list(const std::string& object, const char* name, hid_t type,
                              hsize_t count, const void* data)
{
    const auto lock = hold();
    put(object, {name, type, list_space(count), data});
}

void File::set_attribute_texts(const std::string& object, const char* name,
                               std::span<const std::string> texts)
{
    const auto lock = hold();
    const Handle type = text_type();
    const std::vector<const char*> all = pointers(texts);
    put(object, {name, type.id(), list_space(all.size()), all.empty() ? nullptr : all.data()});
}

void File::put_attribute(const std::string& object, const char* name, ElementType type,
                         const void* data, std::ptrdiff_t count)
{
    const auto lock = hold();
    put(object, {name, number_type(type),
                 count < 0 ? scalar_space() : list_space(static_cast<std::size_t>(count)), data});
}

void File::put(const std::string& object, const NewAttribute& made)
{
    const Handle attribute = own(
        H5Acreate2(opened(object), made.name, made.type, made.space.id(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose, object);
    if (made.data != nullptr) {
        ok(H5Awrite(attribute.id(), made.type, made.data), object);
    }
}

std::string File::read_text(const std::string& path) const
{
    const std::vector<std::string> texts = read_texts(path);
    return texts.size() == 1 ? texts[0] : (damaged(path), "");
}

std::vector<std::string> File::read_texts(const std::string& path) const
{
    const auto lock = hold();
    const Handle dataset = own(H5Dopen2(id(), path.c_str(), H5P_DEFAULT), H5Dclose, path);
    const Handle type = own(H5Dget_type(dataset.id()), H5Tclose, path);
    const Handle space = own(H5Dget_space(dataset.id()), H5Sclose, path);
    bool good = false;
    auto texts = take_texts(type.id(), space.id(), good, [&](hid_t memory_type, void* raw) {
        return H5Dread(dataset.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw);
    });
    return good ? texts : (damaged(path), texts);
}

std::string File::attribute(const std::string& object, const char* name) const
{
    const std::vector<std::string> texts = attribute_texts(object, name);
    return texts.size() == 1 ? texts[0] : (damaged(object), "");
}

std::vector<std::string> File::attribute_texts(const std::string& object, const char* name) const
{
    const auto lock = hold();
    const Handle attribute = open_attribute(object, name);
    const Handle type = own(H5Aget_type(attribute.id()), H5Tclose, object);
    const Handle space = own(H5Aget_space(attribute.id()), H5Sclose, object);
    bool good = false;
    auto texts = take_texts(type.id(), space.id(), good, [&](hid_t memory_type, void* raw) {
        return H5Aread(attribute.id(), memory_type, raw);
    });
    return good ? texts : (damaged(object), texts);
}

bool File::is_array_of(const std::string& path, ElementType type) const
{
    const auto lock = hold();
    const Handle dataset = own(H5Dopen2(id(), path.c_str(), H5P_DEFAULT), H5Dclose, path);
    const Handle found = own(H5Dget_type(dataset.id()), H5Tclose, path);
    return H5Tequal(found.id(), number_type(type)) > 0;
}

Handle File::open_array(const std::string& path, ElementType type) const
{
    const auto lock = hold();
    if (!is_array_of(path, type)) {
        damaged(path);
    }
    return own(H5Dopen2(id(), path.c_str(), H5P_DEFAULT), H5Dclose, path);
}

std::size_t File::num_elements(const Handle& dataset, const std::string& path) const
{
    const auto lock = hold();
    const Handle space = own(H5Dget_space(dataset.id()), H5Sclose, path);
    return static_cast<std::size_t>(ok(H5Sget_simple_extent_npoints(space.id()), path));
}

void File::get_array(const Handle& dataset, const std::string& path, ElementType type, void* data,
                     std::size_t count) const
{
    const auto lock = hold();
    if (count > 0) {
        ok(H5Dread(dataset.id(), number_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, data), path);
    }
}

void File::read_part(const Handle& dataset, const std::string& path, ElementType type,
                     std::size_t first, std::span<std::byte> out) const
{
    const auto lock = hold();
    const hid_t element = number_type(type);
    const hsize_t start = first;
    const hsize_t count = out.size() / H5Tget_size(element);
    const std::size_t size = num_elements(dataset, path);
    if (first > size || count > size - first) {
        damaged(path);
    }
    if (count == 0) {
        return;
    }
    const Handle source = own(H5Dget_space(dataset.id()), H5Sclose, path);
    ok(H5Sselect_hyperslab(source.id(), H5S_SELECT_SET, &start, nullptr, &count, nullptr), path);
    const Handle target = list_space(count);
    ok(H5Dread(dataset.id(), element, target.id(), source.id(), H5P_DEFAULT, out.data()), path);
}

Handle File::open_attribute(const std::string& object, const char* name) const
{
    const auto lock = hold();
    return own(H5Aopen_by_name(id(), object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
               object);
}

std::size_t File::attribute_elements(const Handle& attribute, const std::string& object) const
{
    const auto lock = hold();
    const Handle space = own(H5Aget_space(attribute.id()), H5Sclose, object);
    return static_cast<std::size_t>(ok(H5Sget_simple_extent_npoints(space.id()), object));
}

void File::get_attribute(const Handle& attribute, const std::string& object, ElementType type,
                         void* data, std::size_t count) const
{
    const auto lock = hold();
    if (count > 0) {
        ok(H5Aread(attribute.id(), number_type(type), data), object);
    }
}

}  // namespace qonys::hdf5
