#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "text.hpp"

namespace qonys::app {
namespace {

constexpr double seconds_between_bars = 0.1;
constexpr std::size_t bar_width = 24;

std::string rate_text(double people_months_per_second)
{
    constexpr double million = 1e6;
    return people_months_per_second >= million
               ? fmt::format("{:.1f} million people-months/s", people_months_per_second / million)
               : fmt::format("{} people-months/s", number_text(people_months_per_second));
}

}  // namespace

Progress::Progress(std::int64_t num_replicates)
    : num_replicates_(num_replicates), is_terminal_(isatty(STDERR_FILENO) != 0)
{}

Progress::~Progress() { clear_bar(); }

void Progress::synthesis_done(double seconds, std::size_t num_people)
{
    const bool is_first = num_people_ == 0;
    num_people_ = num_people;
    seconds_aside_ += seconds;
    if (is_first) {
        clear_bar();
        fmt::print(stderr, "{} people ready after {:.1f} s\n",
                   with_commas(static_cast<std::int64_t>(num_people)), seconds);
    }
}

std::string Progress::pace(std::int64_t months_done, std::int64_t months_in_all) const
{
    const auto months = static_cast<double>(months_done - months_before_);
    const double seconds = std::max(watch_.seconds() - seconds_aside_, 1e-6);
    const double left = seconds / months * static_cast<double>(months_in_all - months_done);
    return fmt::format("{}, {} left",
                       rate_text(static_cast<double>(num_people_) * months / seconds),
                       duration_text(left));
}

void Progress::month_done(std::uint32_t replicate, Month month, std::int64_t months_done,
                          std::int64_t months_in_all)
{
    if (months_before_ < 0) {
        months_before_ = months_done - 1;
    }
    const std::int64_t tenths = months_done * 10 / months_in_all;
    const bool is_due =
        is_terminal_ ? watch_.seconds() >= bar_time_ + seconds_between_bars : tenths > tenths_told_;
    if (!is_due) {
        return;
    }
    const std::string which =
        num_replicates_ > 1 ? fmt::format(", replicate {} of {}", replicate + 1, num_replicates_)
                            : "";
    const double part = static_cast<double>(months_done) / static_cast<double>(months_in_all);
    const std::string text =
        fmt::format("{}{}: {}", month.text(), which, pace(months_done, months_in_all));
    if (is_terminal_) {
        draw_bar(text, part);
    } else {
        fmt::print(stderr, "{:3.0f} % done, {}\n", part * 100.0, text);
        tenths_told_ = tenths;
    }
}

void Progress::draw_bar(const std::string& text, double part)
{
    const auto filled = static_cast<std::size_t>(part * static_cast<double>(bar_width));
    // \033[K wipes what a longer line left behind.
    fmt::print(stderr, "\r[{}{}] {}\033[K", std::string(filled, '#'),
               std::string(bar_width - filled, '.'), text);
    std::fflush(stderr);
    bar_shown_ = true;
    bar_time_ = watch_.seconds();
}

void Progress::clear_bar()
{
    if (bar_shown_) {
        fmt::print(stderr, "\r\033[K");
        std::fflush(stderr);
        bar_shown_ = false;
    }
}

}  // namespace qonys::app
