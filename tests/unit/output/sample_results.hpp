#pragma once

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/output/results.hpp"

namespace qonys::testing_output {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone afterwards.
class Folder {
public:
    Folder()
    {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        path_ = fs::path(::testing::TempDir()) /
                (std::string("qonys_") + test->test_suite_name() + "_" + test->name());
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }
    [[nodiscard]] const fs::path& path() const { return path_; }
    [[nodiscard]] std::size_t num_entries() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    fs::path path_;
};

/// A disk of a quarter of a megabyte; only root can have one.
class SmallDisk {
public:
    explicit SmallDisk(const fs::path& path) : path_(path)
    {
        fs::create_directories(path);
        mounted_ = ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=256k") == 0;
    }
    ~SmallDisk()
    {
        if (mounted_) {
            ::umount2(path_.c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool mounted() const { return mounted_; }

private:
    fs::path path_;
    bool mounted_ = false;
};

inline std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_text(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary) << text;
}

/// The sentence of the DataError that `work` ends in, without the folder before the file's name.
inline std::string data_error(const Folder& folder, const std::function<void()>& work)
{
    try {
        work();
    } catch (const DataError& error) {
        std::string text = error.what();
        const std::string prefix = folder.path().string() + "/";
        for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
            text.erase(at, prefix.size());
        }
        return text;
    }
    return "no error";
}

inline Axis regions() { return {"region", {"KZ-10", "KZ-71"}, {"Abai", "Astana"}}; }

inline Series monthly_stock(std::int64_t base)
{
    const TallySpec spec{"population",
                         "people by region",
                         "persons",
                         Measurement::stock,
                         Cadence::monthly,
                         {regions(), Axis("sex", {"m", "f"})},
                         true};
    return {spec,
            {Month(2024, 12), Month(2025, 1)},
            {base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7}};
}

inline Series yearly_flow(std::int64_t base)
{
    const TallySpec spec{"births", "live births", "persons", Measurement::flow, Cadence::yearly,
                         {},       true};
    return {spec, {Month(2025, 12), Month(2026, 12)}, {base, base * 2}};
}

inline Series money(std::int64_t base)
{
    const TallySpec spec{"spending",
                         "grants paid",
                         "tenge",
                         Measurement::flow,
                         Cadence::monthly,
                         {Axis("region", {"KZ-71"}, {"Astana"})},
                         false};
    return {spec, {Month(2025, 1)}, {base}};
}

inline ReplicateResult replicate(std::uint32_t number)
{
    const auto base = static_cast<std::int64_t>(number) * 100;
    return {number, {monthly_stock(base), yearly_flow(base + 7), money(base + 3)}};
}

inline Scenario scenario()
{
    Scenario result;
    result.name = "tiny";
    result.title = "A tiny country";
    result.model = "kz";
    result.start = Month(2025, 1);
    result.end = Month(2026, 12);
    result.seed = 18446744073709551615U;
    result.replicates = 2;
    result.scale = 0.3;
    return result;
}

inline RunRecord record()
{
    RunRecord result;
    result.command = "ensemble";
    result.scenario = scenario();
    result.scenario_text = "name = \"tiny\"\ntitle = \"Шағын ел\"\n";
    result.scenario_digest = std::string(64, 'a');
    result.inputs = {{"data/q.csv", std::string(64, 'b'), 20}};
    result.parameters = {{"kandas.quota",
                          "1500",
                          "persons",
                          "places a year",
                          true,
                          {"order 12", "2025", "A", "as amended", true}}};
    result.schedule = {
        {"births", "who is born", Stage::demography, Cadence::yearly, 3, 2, {}, {}, {}, {}}};
    result.measures = {"set kandas.quota = 1500 from 2025-03"};
    result.result_hash = std::string(64, 'c');
    result.created = "2025-03-01T10:00:00Z";
    result.times = {{"births", Stage::demography, 24, 0.5}};
    result.notes = {"replicate 3 failed"};
    return result;
}

}  // namespace qonys::testing_output
