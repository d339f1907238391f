#include "qonys/output/text_file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>

#include "sample_results.hpp"

namespace qonys {
namespace {

using namespace testing_output;  // NOLINT: test support

/// No file can grow beyond so many bytes, as on a disk that is full.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes)
    {
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles()
    {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int) = nullptr;
};

TEST(TextFile, IsWrittenWhole)
{
    const Folder folder;
    write_text_file(folder / "a.toml", "x = 1\n");
    write_text_file(folder / "a.toml", "x = 2\n");
    EXPECT_EQ(text_of(folder / "a.toml"), "x = 2\n");
    EXPECT_FALSE(fs::exists(folder / "a.toml.partial"));
}

TEST(TextFile, LeavesNothingWhereTheDiskRefuses)
{
    const Folder folder;
    const std::string message = data_error(folder, [&] {
        const SmallFiles full(0);
        write_text_file(folder / "a.toml", "x = 1\n");
    });
    EXPECT_EQ(message,
              "a.toml: cannot be written in full (File too large); free some space, or choose "
              "another place");
    EXPECT_FALSE(fs::exists(folder / "a.toml"));
    EXPECT_FALSE(fs::exists(folder / "a.toml.partial"));
}

TEST(TextFile, SaysThatTheFolderIsMissing)
{
    const Folder folder;
    EXPECT_EQ(data_error(folder, [&] { write_text_file(folder / "none/a.toml", "x"); }),
              "none/a.toml: cannot be written in full (No such file or directory); free some "
              "space, or choose another place");
}

}  // namespace
}  // namespace qonys
