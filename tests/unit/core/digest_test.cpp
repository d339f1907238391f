#include "qonys/core/digest.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

// FIPS 180-2, appendix B.1.
constexpr std::string_view digest_of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Digest, IsTheStandardSha256)
{
    const std::string_view abc = "abc";
    EXPECT_EQ(Digest().bytes(std::as_bytes(std::span(abc))).hex(), digest_of_abc);
}

TEST(Digest, KeepsPiecesOfTextApart)
{
    EXPECT_NE(Digest().text("ab").text("c").hex(), Digest().text("a").text("bc").hex());
}

TEST(Digest, IsSpentAfterUse)
{
    Digest digest;
    static_cast<void>(digest.hex());
    EXPECT_THROW(static_cast<void>(digest.hex()), InternalError);
}

TEST(FileDigest, CoversTheBytesOfTheFile)
{
    const auto file = std::filesystem::temp_directory_path() / "qonys_digest_test.txt";
    std::ofstream(file) << "abc";
    EXPECT_EQ(file_digest(file), digest_of_abc);
    std::filesystem::remove(file);
}

TEST(FileDigest, NamesAFileThatCannotBeRead)
{
    try {
        static_cast<void>(file_digest("no/such.csv"));
        FAIL() << "a missing file was accepted";
    } catch (const DataError& error) {
        EXPECT_STREQ(
            error.what(),
            "no/such.csv: cannot be read (its digest names the input); check that the file "
            "exists and may be read");
        EXPECT_EQ(error.file(), "no/such.csv");
    }
}

}  // namespace
}  // namespace qonys
