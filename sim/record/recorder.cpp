#include "qonys/record/recorder.hpp"

#include <algorithm>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

bool is_yearly_flow(const TallySpec& spec)
{
    return spec.cadence == Cadence::yearly && spec.measurement == Measurement::flow;
}

bool ends_period(const TallySpec& spec, Month now)
{
    return spec.cadence == Cadence::monthly || now.month_of_year() == 12;
}

void append(Series& series, Month time, std::span<const std::int64_t> values)
{
    series.times.push_back(time);
    series.values.insert(series.values.end(), values.begin(), values.end());
}

}  // namespace

Recorder::Recorder(const TallyBook& book) : book_(&book), year_so_far_(book.specs().size())
{
    for (std::size_t i = 0; i < book.specs().size(); ++i) {
        series_.push_back({book.specs()[i], {}, {}});
        if (is_yearly_flow(book.specs()[i])) {
            year_so_far_[i].assign(book.specs()[i].num_cells(), 0);
        }
    }
}

void Recorder::take_initial(Month before, std::span<const std::int64_t> counts)
{
    for (std::size_t i = 0; i < series_.size(); ++i) {
        if (series_[i].spec.measurement == Measurement::stock) {
            const std::size_t offset = book_->offset(TallyId(static_cast<TallyId::rep>(i)));
            append(series_[i], before, counts.subspan(offset, series_[i].num_cells()));
        }
    }
}

void Recorder::take(Month now, std::span<const std::int64_t> counts, bool last)
{
    QONYS_EXPECT(counts.size() == book_->num_cells());
    for (std::size_t i = 0; i < series_.size(); ++i) {
        Series& series = series_[i];
        const std::size_t offset = book_->offset(TallyId(static_cast<TallyId::rep>(i)));
        const auto month = counts.subspan(offset, series.num_cells());
        if (is_yearly_flow(series.spec)) {
            std::vector<std::int64_t>& year = year_so_far_[i];
            std::transform(year.begin(), year.end(), month.begin(), year.begin(), std::plus<>());
            if (ends_period(series.spec, now)) {
                append(series, now, year);
                std::fill(year.begin(), year.end(), 0);
            }
        } else if (ends_period(series.spec, now)) {
            append(series, now, month);
        }
    }
    if (last) {
        end_early(now);
    }
}

/// A stock of a year is counted at its end alone: before, nobody has counted, and there is no number.
void Recorder::end_early(Month now)
{
    for (std::size_t i = 0; i < series_.size(); ++i) {
        if (is_yearly_flow(series_[i].spec) && !ends_period(series_[i].spec, now)) {
            append(series_[i], now, year_so_far_[i]);
            std::fill(year_so_far_[i].begin(), year_so_far_[i].end(), 0);
        }
    }
}

const Series* Recorder::find(std::string_view name) const
{
    const auto found = std::find_if(series_.begin(), series_.end(), [&](const Series& series) {
        return series.spec.name == name;
    });
    return found == series_.end() ? nullptr : &*found;
}

void Recorder::archive(Archive& archive)
{
    for (std::size_t i = 0; i < series_.size(); ++i) {
        Series& series = series_[i];
        std::vector<std::int64_t> times;
        for (const Month time : series.times) {
            times.push_back(time.index());
        }
        archive.values(series.spec.name + ".times", times);
        archive.values(series.spec.name + ".values", series.values);
        archive.values(series.spec.name + ".year_so_far", year_so_far_[i]);
        series.times.clear();
        for (const std::int64_t time : times) {
            series.times.push_back(Month::from_index(static_cast<std::int32_t>(time)));
        }
    }
}

}  // namespace qonys
