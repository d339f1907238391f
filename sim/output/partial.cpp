#include "output/partial.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "qonys/core/error.hpp"

namespace qonys {
namespace fs = std::filesystem;
namespace {

void sync(const fs::path& path, const fs::path& target)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && ::fsync(file) == 0;
    const int reason = errno;
    if (file >= 0) {
        ::close(file);
    }
    // Some file systems cannot sync a folder and say so with EINVAL; there is nothing to mend then.
    if (!done && reason != EINVAL) {
        throw DataError(target.string(), "cannot be written in full",
                        std::generic_category().message(reason), "free some space and run again");
    }
}

fs::path folder_of(const fs::path& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

}  // namespace

Partial::Partial(fs::path target) : target_(std::move(target))
{
    if (!target_.has_filename()) {
        target_ = target_.parent_path();  // "out/" names the folder "out"
    }
    path_ = target_;
    path_ += ".partial";
}

Partial::~Partial()
{
    if (!published_) {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
}

void Partial::publish()
{
    const bool is_folder = fs::is_directory(path_);
    if (is_folder) {
        for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
            sync(entry.path(), target_);
        }
    }
    sync(path_, target_);

    std::error_code error;
    fs::path aside;
    if (is_folder && fs::exists(target_)) {
        // A folder is not replaced by renaming; the old one stands aside until the new one is
        // there.
        aside = target_;
        aside += ".replaced";
        fs::remove_all(aside, error);
        fs::rename(target_, aside, error);
    }
    if (!error) {
        fs::rename(path_, target_, error);
    }
    if (error) {
        throw DataError(target_.string(), "cannot be given its name", error.message(),
                        "check that the folder may be written");
    }
    published_ = true;
    sync(folder_of(target_), target_);
    if (!aside.empty()) {
        fs::remove_all(aside, error);
    }
}

}  // namespace qonys
