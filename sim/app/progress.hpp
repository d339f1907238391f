#pragma once

#include <cstdint>
#include <string>

#include "qonys/run/runner.hpp"
#include "stopwatch.hpp"

namespace qonys::app {

/// Tells on stderr how far a run is: a bar on a terminal, else a line for every tenth.
class Progress final : public ProgressListener {
public:
    explicit Progress(std::int64_t num_replicates);
    ~Progress() override;  ///< takes the bar away

    void synthesis_done(double seconds, std::size_t num_people) override;
    void month_done(std::uint32_t replicate, Month month, std::int64_t months_done,
                    std::int64_t months_in_all) override;

private:
    [[nodiscard]] std::string pace(std::int64_t months_done, std::int64_t months_in_all) const;
    void draw_bar(const std::string& text, double part);
    void clear_bar();

    std::int64_t num_replicates_;
    bool is_terminal_;
    bool bar_shown_ = false;
    double bar_time_ = 0.0;  ///< when it was drawn last
    std::int64_t tenths_told_ = 0;
    std::int64_t months_before_ = -1;  ///< done before this program started; -1 = not yet known
    std::size_t num_people_ = 0;
    double seconds_aside_ = 0.0;  ///< synthesis, which is no part of the pace
    Stopwatch watch_;
};

}  // namespace qonys::app
