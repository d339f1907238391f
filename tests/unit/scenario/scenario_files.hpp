#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "qonys/core/error.hpp"
#include "qonys/scenario/document.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::testing_support {

/// A folder of its own for one test, gone afterwards.
class ScenarioFolder {
public:
    ScenarioFolder() : path_(unique_path())
    {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~ScenarioFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScenarioFolder(const ScenarioFolder&) = delete;
    ScenarioFolder& operator=(const ScenarioFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    std::filesystem::path write(const std::string& name, std::string_view text) const
    {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }

    /// A message with the name of this folder left out.
    [[nodiscard]] std::string said(std::string message) const
    {
        const std::string prefix = path_.string() + "/";
        for (std::size_t at = message.find(prefix); at != std::string::npos;
             at = message.find(prefix)) {
            message.erase(at, prefix.size());
        }
        return message;
    }

private:
    static std::filesystem::path unique_path()
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        return (std::filesystem::path(::testing::TempDir()) /
                (std::string("qonys_") + test->test_suite_name() + "_" + test->name()))
            .lexically_normal();
    }

    std::filesystem::path path_;
};

/// What an InputError says, or "nothing".
template <class Action>
std::string complaint(Action action)
{
    try {
        action();
    } catch (const InputError& error) {
        return error.what();
    }
    return "nothing";
}

/// What `read` complains of when it reads `text` as the scenario s.toml.
template <class Read>
std::string reading(const std::string& text, Read read)
{
    return complaint([&] {
        const Document document = Document::parse(text, "s.toml");
        Reader in(document);
        read(in);
        in.finish();
        in.throw_if_any();
    });
}

}  // namespace qonys::testing_support
