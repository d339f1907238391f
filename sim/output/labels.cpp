#include "output/labels.hpp"

#include <algorithm>
#include <set>

#include "qonys/core/contract.hpp"

namespace qonys {

std::string_view word(Measurement measurement)
{
    return measurement == Measurement::stock ? "stock" : "flow";
}

std::string_view word(Cadence cadence) { return cadence == Cadence::yearly ? "yearly" : "monthly"; }

std::string time_name(const TallySpec& spec)
{
    return std::string(word(spec.cadence)) + "_" + std::string(word(spec.measurement));
}

std::vector<std::string> month_texts(const std::vector<Month>& months)
{
    std::vector<std::string> texts;
    texts.reserve(months.size());
    for (const Month month : months) {
        texts.push_back(month.text());
    }
    return texts;
}

void check_series(const Series& series)
{
    std::set<std::string> taken{"replicate", "time", "value", "values"};
    for (const Axis& axis : series.spec.axes) {
        QONYS_EXPECT(axis.size() > 0);
        QONYS_EXPECT(taken.insert(axis.name()).second);
    }
    QONYS_EXPECT(!series.times.empty());
    QONYS_EXPECT(series.values.size() == series.times.size() * series.num_cells());
}

void check_alike(const Series& first, const Series& next)
{
    QONYS_EXPECT(first.spec.name == next.spec.name);
    QONYS_EXPECT(first.times == next.times);
    QONYS_EXPECT(first.num_cells() == next.num_cells());
    QONYS_EXPECT(next.values.size() == next.times.size() * next.num_cells());
}

}  // namespace qonys
