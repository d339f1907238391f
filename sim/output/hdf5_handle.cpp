#include "output/hdf5_handle.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys::hdf5 {
namespace {

/// The system's reason behind the last refusal, which HDF5 gives only inside its descriptions.
std::string last_reason()
{
    std::optional<int> number;
    const auto visit = [](unsigned, const H5E_error2_t* error, void* found) -> herr_t {
        constexpr std::string_view mark = "errno = ";
        const std::string_view text = error->desc == nullptr ? "" : error->desc;
        const std::size_t place = text.find(mark);
        int value = 0;
        if (place != std::string_view::npos &&
            std::from_chars(text.data() + place + mark.size(), text.data() + text.size(), value)
                    .ec == std::errc()) {
            *static_cast<std::optional<int>*>(found) = value;
        }
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit, &number);
    return number ? std::generic_category().message(*number) : "HDF5 refused";
}

/// After a refusal HDF5 still wants to write what it holds in memory. Where the disk is full it
/// would fail again, keep the file open and crash at exit; so its writes go to memory that is then
/// given back.
void divert(hid_t file)
{
    void* descriptor = nullptr;
    if (H5Fget_vfd_handle(file, H5P_DEFAULT, &descriptor) < 0 || descriptor == nullptr) {
        return;
    }
    const int nowhere = ::memfd_create("discarded", MFD_CLOEXEC);
    if (nowhere >= 0) {
        ::dup2(nowhere, *static_cast<const int*>(descriptor));
        ::close(nowhere);
    }
}

Handle file_access(bool writing)
{
    Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    // Metadata of format 1.8 carries check sums; a file still open goes with its handle; file
    // systems without locks are no obstacle.
    const bool done = H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V110) >= 0 &&
                      H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG) >= 0 &&
                      H5Pset_file_locking(access.id(), writing, true) >= 0;
    QONYS_ENSURE(done);
    return access;
}

Handle group_properties(hid_t kind)
{
    Handle properties(H5Pcreate(kind), H5Pclose);
    const bool done = H5Pset_obj_track_times(properties.id(), false) >= 0 &&
                      H5Pset_link_creation_order(
                          properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED) >= 0;
    QONYS_ENSURE(done);
    return properties;
}

/// "/a/b/c" gives "/a", "/a/b", "/a/b/c".
std::vector<std::string> steps_of(const std::string& path)
{
    std::vector<std::string> steps;
    for (std::size_t end = path.find('/', 1); end != std::string::npos;
         end = path.find('/', end + 1)) {
        steps.push_back(path.substr(0, end));
    }
    steps.push_back(path);
    return steps;
}

}  // namespace

std::unique_lock<std::recursive_mutex> hold()
{
    static std::recursive_mutex mutex;
    std::unique_lock lock(mutex);
    // Everything is closed by its owner; the library's own tidying at exit crashes after a full
    // disk.
    static const bool prepared = (H5dont_atexit(), H5open() >= 0);
    QONYS_ENSURE(prepared);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return lock;
}

bool looks_like_hdf5(const std::filesystem::path& path)
{
    const auto lock = hold();
    return H5Fis_hdf5(path.c_str()) > 0;
}

hid_t number_type(ElementType type)
{
    switch (type) {
        case ElementType::u8:
            return H5T_STD_U8LE;
        case ElementType::i8:
            return H5T_STD_I8LE;
        case ElementType::u16:
            return H5T_STD_U16LE;
        case ElementType::i16:
            return H5T_STD_I16LE;
        case ElementType::u32:
            return H5T_STD_U32LE;
        case ElementType::i32:
            return H5T_STD_I32LE;
        case ElementType::u64:
            return H5T_STD_U64LE;
        case ElementType::i64:
            return H5T_STD_I64LE;
        case ElementType::f64:
            return H5T_IEEE_F64LE;
    }
    throw InternalError("unknown element type");
}

Handle dataset_properties()
{
    Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    QONYS_ENSURE(H5Pset_obj_track_times(properties.id(), false) >= 0);
    return properties;
}

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_)
{}

Handle& Handle::operator=(Handle&& other) noexcept
{
    if (this != &other) {
        close();
        id_ = std::exchange(other.id_, H5I_INVALID_HID);
        closer_ = other.closer_;
    }
    return *this;
}

herr_t Handle::close()
{
    if (id_ < 0) {
        return 0;
    }
    const auto lock = hold();
    return closer_(std::exchange(id_, H5I_INVALID_HID));
}

File::File(Handle file, std::filesystem::path where, std::string shown, bool writing)
    : file_(std::move(file)), where_(std::move(where)), shown_(std::move(shown)), writing_(writing)
{}

File File::create(const std::filesystem::path& where, std::string shown)
{
    const auto lock = hold();
    const Handle access = file_access(true);
    const Handle creation = group_properties(H5P_FILE_CREATE);
    const hid_t id = H5Fcreate(where.c_str(), H5F_ACC_TRUNC, creation.id(), access.id());
    if (id < 0) {
        throw DataError(std::move(shown), "cannot be written", last_reason(),
                        "check that the folder exists and may be written");
    }
    return {Handle(id, H5Fclose), where, std::move(shown), true};
}

File File::open(const std::filesystem::path& path)
{
    const auto lock = hold();
    const Handle access = file_access(false);
    const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id());
    if (id < 0) {
        throw DataError(path.string(), "is cut off or damaged", "HDF5 cannot open it",
                        "copy it again, or repeat the run that wrote it");
    }
    return {Handle(id, H5Fclose), path, path.string(), false};
}

File::~File()
{
    if (file_.id() >= 0) {
        const auto lock = hold();
        opened_.close();
        if (writing_) {
            divert(file_.id());
        }
        file_.close();
    }
}

void File::close()
{
    const auto lock = hold();
    const hid_t raw = file_.id();
    opened_.close();
    opened_path_.clear();
    if (file_.close() < 0) {
        const DataError error = refusal("/");
        divert(raw);  // the library keeps it open; the disk at least gets its space back
        throw error;
    }
    // The library keeps what it has used, strewn over memory between what a run asked for: a later
    // run of the same process would be laid out in the gaps, and take 8 % longer.
    H5garbage_collect();
}

void File::reopen()
{
    const auto lock = hold();
    close();
    const Handle access = file_access(true);
    file_ = own(H5Fopen(where_.c_str(), H5F_ACC_RDWR, access.id()), H5Fclose, "/");
}

hid_t File::ok(hid_t result, const std::string& path) const
{
    if (result < 0) {
        damaged(path);
    }
    return result;
}

DataError File::refusal(const std::string& path) const
{
    if (writing_) {
        return {shown_, "cannot be written in full", last_reason(),
                "free some space and run again"};
    }
    return {shown_, "part '" + path + "' is missing or damaged", "",
            "copy the file again, or repeat the run that wrote it"};
}

void File::damaged(const std::string& path) const { throw refusal(path); }

bool File::has(const std::string& path) const
{
    const auto lock = hold();
    for (const std::string& step : steps_of(path)) {
        if (step != "/" && H5Lexists(id(), step.c_str(), H5P_DEFAULT) <= 0) {
            return false;
        }
    }
    return true;
}

bool File::has_attribute(const std::string& object, const char* name) const
{
    const auto lock = hold();
    return H5Aexists_by_name(id(), object.c_str(), name, H5P_DEFAULT) > 0;
}

std::vector<std::string> File::names(const std::string& group) const
{
    const auto lock = hold();
    H5G_info_t info{};
    ok(H5Gget_info_by_name(id(), group.c_str(), &info, H5P_DEFAULT), group);
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        const auto get = [&](char* buffer, std::size_t size) {
            return ok(H5Lget_name_by_idx(id(), group.c_str(), H5_INDEX_CRT_ORDER, H5_ITER_INC, i,
                                         buffer, size, H5P_DEFAULT),
                      group);
        };
        std::string name(static_cast<std::size_t>(get(nullptr, 0)), '\0');
        get(name.data(), name.size() + 1);
        names.push_back(std::move(name));
    }
    return names;
}

void File::make_group(const std::string& path)
{
    if (groups_.count(path) > 0) {
        return;
    }
    const auto lock = hold();
    const Handle properties = group_properties(H5P_GROUP_CREATE);
    for (const std::string& step : steps_of(path)) {
        if (groups_.insert(step).second && step != "/" && !has(step)) {
            finish(own(H5Gcreate2(id(), step.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                       H5Gclose, step),
                   step);
        }
    }
}

void File::make_parents(const std::string& path)
{
    const std::size_t last = path.rfind('/');
    if (last != std::string::npos && last > 0) {
        make_group(path.substr(0, last));
    }
}

hid_t File::opened(const std::string& object)
{
    if (object != opened_path_) {
        opened_ = own(H5Oopen(id(), object.c_str(), H5P_DEFAULT), H5Oclose, object);
        opened_path_ = object;
    }
    return opened_.id();
}

}  // namespace qonys::hdf5
