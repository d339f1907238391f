#include "output/file_kind.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "qonys/core/error.hpp"
#include "qonys/core/version.hpp"

namespace qonys {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const FileKind& kind, const fs::path& path, std::string_view why)
{
    throw DataError(path.string(), fmt::format("is not a qonys {}", kind.noun), why, kind.origin);
}

void check_readable(const FileKind& kind, const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(path, error)) {
        refuse(kind, path, "it is a folder");
    }
    errno = 0;
    if (!std::ifstream(path, std::ios::binary)) {
        throw DataError(path.string(), "cannot be read", std::generic_category().message(errno),
                        "check its name");
    }
    if (fs::file_size(path, error) == 0) {
        refuse(kind, path, "it is empty");
    }
    if (!hdf5::looks_like_hdf5(path)) {
        refuse(kind, path, "it is not HDF5");
    }
}

void check_format(const FileKind& kind, const hdf5::File& file)
{
    const std::vector<std::int32_t> format = file.attribute_numbers<std::int32_t>("/", "format");
    if (format.size() != 2) {
        refuse(kind, file.shown(), "its format is not two numbers");
    }
    const bool newer =
        format[0] > kind.format[0] ||
        (format[0] == kind.format[0] && format[1] > kind.format[1] && !kind.newer_minor_is_fine);
    if (newer) {
        throw DataError(
            file.shown(), fmt::format("has format {}.{}", format[0], format[1]),
            fmt::format("this program reads up to {}.{}", kind.format[0], kind.format[1]),
            "use a newer qonys");
    }
}

}  // namespace

hdf5::File create_as(const FileKind& kind, const fs::path& where, const fs::path& target)
{
    hdf5::File file = hdf5::File::create(where, target.string());
    file.set_attribute("/", "filetype", kind.filetype);
    file.set_attribute_numbers<std::int32_t>("/", "format", kind.format);
    file.set_attribute("/", "program", "qonys");
    file.set_attribute("/", "version", version());
    file.set_attribute("/", "git_commit", git_commit());
    return file;
}

void seal(hdf5::File& file)
{
    // HDF5 writes in an order of its own; closing first makes the mark truly the last thing
    // written.
    file.reopen();
    file.set_attribute_number<std::uint8_t>("/", "complete", 1);
    file.close();
}

hdf5::File open_as(const FileKind& kind, const fs::path& path)
{
    const auto lock = hdf5::hold();
    check_readable(kind, path);
    hdf5::File file = hdf5::File::open(path);
    if (!file.has_attribute("/", "filetype")) {
        refuse(kind, path, "it has no filetype");
    }
    const std::string filetype = file.attribute("/", "filetype");
    if (filetype != kind.filetype) {
        refuse(kind, path, fmt::format("filetype '{}'", filetype));
    }
    check_format(kind, file);
    if (!file.has_attribute("/", "complete")) {
        throw DataError(path.string(), "was not finished", "it lacks the mark that is written last",
                        "repeat the run that wrote it");
    }
    return file;
}

}  // namespace qonys
