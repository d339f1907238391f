#include "output/target_table.hpp"

#include <functional>
#include <limits>

#include "output/hdf5_scales.hpp"

namespace qonys {
namespace {

const std::string group = "/target_indicators";
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

using Indicators = std::vector<TargetIndicator>;

void write_texts(hdf5::File& file, const char* column, const Indicators& indicators,
                 const std::function<std::string(const TargetIndicator&)>& text)
{
    std::vector<std::string> texts;
    for (const TargetIndicator& one : indicators) {
        texts.push_back(text(one));
    }
    file.write_texts(group + "/" + column, texts);
}

void write_numbers(hdf5::File& file, const char* column, const Indicators& indicators,
                   const std::function<double(const TargetIndicator&)>& number)
{
    std::vector<double> numbers;
    for (const TargetIndicator& one : indicators) {
        numbers.push_back(number(one));
    }
    file.write_numbers<double>(group + "/" + column, numbers);
}

std::string met_of(const TargetIndicator& one)
{
    if (!one.target) {
        return "";
    }
    return one.target->met == TargetIndicator::Met::at_least ? "at least" : "at most";
}

void write_what_they_are(hdf5::File& file, const Indicators& all)
{
    using One = const TargetIndicator&;
    write_texts(file, "id", all, [](One one) { return one.id; });
    write_texts(file, "name_kk", all, [](One one) { return one.name.kk; });
    write_texts(file, "name_ru", all, [](One one) { return one.name.ru; });
    write_texts(file, "name_en", all, [](One one) { return one.name.en; });
    write_texts(file, "unit", all, [](One one) { return one.number.unit; });
    write_texts(file, "formula", all, [](One one) { return one.number.text; });
    write_numbers(file, "base", all,
                  [](One one) { return one.base ? one.base->value : not_known; });
    write_texts(file, "base_year", all, [](One one) { return one.base ? one.base->year : ""; });
    write_numbers(file, "target", all,
                  [](One one) { return one.target ? one.target->value : not_known; });
    write_numbers(file, "target_year", all,
                  [](One one) { return one.target ? double(one.target->year) : not_known; });
    write_texts(file, "met", all, met_of);
    write_texts(file, "remark", all, [](One one) { return one.remark; });
    write_texts(file, "provenance", all, [](One one) { return one.origin.provenance; });
    write_texts(file, "source", all, [](One one) { return one.origin.source; });
}

std::optional<double> known(double value)
{
    return value == value ? std::optional(value) : std::nullopt;
}

}  // namespace

TargetTable::TargetTable(std::vector<TargetIndicator> indicators, const Scenario& scenario)
    : indicators_(std::move(indicators)),
      years_(whole_years(scenario.start, scenario.end)),
      scale_(scenario.scale)
{}

void TargetTable::add(const ReplicateResult& replicate)
{
    for (const TargetIndicator& one : indicators_) {
        for (const int year : years_) {
            values_.push_back(yearly_value(one.number.formula, year, replicate.series, scale_)
                                  .value_or(not_known));
        }
    }
}

void TargetTable::write(hdf5::File& file, std::span<const std::uint32_t> replicates) const
{
    if (indicators_.empty()) {
        return;
    }
    write_what_they_are(file, indicators_);
    const std::vector<std::int32_t> years(years_.begin(), years_.end());
    file.write_numbers<std::int32_t>(group + "/year", years);
    file.write_numbers<std::uint32_t>(group + "/replicate", replicates);
    const std::vector<hsize_t> sizes{replicates.size(), indicators_.size(), years_.size()};
    file.write_grid(group + "/values", sizes, values_);
    const std::vector<std::string> scales{group + "/replicate", group + "/id", group + "/year"};
    hdf5::attach_scales(file, group + "/values", scales);
}

std::optional<TargetValues> TargetTable::read(const hdf5::File& file)
{
    if (!file.has(group)) {
        return std::nullopt;
    }
    TargetValues table;
    const auto texts = [&](const char* column) { return file.read_texts(group + "/" + column); };
    const auto numbers = [&](const char* column) {
        return file.read_numbers<double>(group + "/" + column);
    };
    const std::vector<std::string> ids = texts("id");
    const std::vector<std::string> names = texts("name_en");
    const std::vector<std::string> units = texts("unit");
    const std::vector<std::string> base_years = texts("base_year");
    const std::vector<std::string> met = texts("met");
    const std::vector<double> bases = numbers("base");
    const std::vector<double> targets = numbers("target");
    const std::vector<double> target_years = numbers("target_year");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (std::min({names.size(), units.size(), base_years.size(), met.size(), bases.size(),
                      targets.size(), target_years.size()}) <= i) {
            file.damaged(group);
        }
        table.indicators.push_back({ids[i], names[i], units[i], known(bases[i]), base_years[i],
                                    known(targets[i]),
                                    static_cast<int>(known(target_years[i]).value_or(0)), met[i]});
    }
    for (const std::int32_t year : file.read_numbers<std::int32_t>(group + "/year")) {
        table.years.push_back(year);
    }
    table.replicates = file.read_numbers<std::uint32_t>(group + "/replicate");
    table.values = numbers("values");
    if (table.values.size() != ids.size() * table.years.size() * table.replicates.size()) {
        file.damaged(group + "/values");
    }
    return table;
}

}  // namespace qonys
