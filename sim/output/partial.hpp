#pragma once

#include <filesystem>
#include <string>

namespace qonys {

/// A file or folder that is still being written, under `<name>.partial`. It takes its name when it
/// is whole and safe on disk; without that it is removed, so that nothing half-written bears a
/// final name.
class Partial {
public:
    explicit Partial(std::filesystem::path target);
    ~Partial();
    Partial(const Partial&) = delete;
    Partial& operator=(const Partial&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }
    /// Sees everything onto the disk, then renames. A file of that name is replaced, and so is a
    /// folder.
    void publish();
    /// Leaves what is there under its present name: somebody will go on with it.
    void leave() { published_ = true; }

private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    bool published_ = false;
};

}  // namespace qonys
