#include "qonys/record/series.hpp"

namespace qonys {

void add_to(Digest& digest, const Series& series)
{
    digest.text(series.spec.name);
    for (const Axis& axis : series.spec.axes) {
        digest.text(axis.name());
        for (const std::string& code : axis.codes()) {
            digest.text(code);
        }
    }
    digest.number(series.times.size());
    for (const Month time : series.times) {
        digest.number(static_cast<std::uint64_t>(time.index()));
    }
    digest.numbers(std::span<const std::int64_t>(series.values));
}

}  // namespace qonys
