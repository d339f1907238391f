#pragma once

#include <memory>
#include <vector>

#include "business/loan_records.hpp"
#include "business/newcomers.hpp"
#include "columns.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Who asks for money, and as what.
enum class AskerKind : std::uint8_t {
    owner,    ///< has a business
    starter,  ///< has just begun one, and would have without money
    aspirant  ///< begins one only with it
};
struct Asker {
    std::uint32_t row;
    AskerKind kind;
    std::uint8_t programme;  ///< LoanProgramme; `for_grant`: a grant
    static constexpr std::uint8_t for_grant = num_loan_programmes;
};

/// What `own_business` and the money for businesses know of each other: who asks, found where
/// businesses begin and where the clocks of owners ring, whose business gains by a loan, and how
/// many beginnings support has taken from others. README.md, part 7, "Money for businesses".
class BusinessAsking {
public:
    BusinessAsking(Registry& registry, BusinessTerms terms, const Budget& budget,
                   const Columns& columns, const Newcomers& newcomers);

    /// At the start, of the sample: people with a business, those of villages, and beginnings a
    /// year.
    struct Businesses {
        double all;
        double rural;
        double started_a_year;
    };
    void calibrate(const Businesses& now, double scale);
    /// Readies a month.
    void open_month(const StepContext& step, const World& world);

    /// Money of a programme in a region, million KZT a year; that of rural projects included.
    [[nodiscard]] double volume(const StepContext& step, LoanProgramme programme,
                                std::size_t region) const;
    /// How often owners think of a loan, whatever its terms.
    [[nodiscard]] AnnualRate owner_rate() const;
    /// An owner thinks of a loan, somebody begins a business, or would with money: does he ask, and
    /// whom?
    void ask(const ShardContext& here, const Shard& shard, std::uint32_t row, AskerKind kind);
    /// Chance to be an aspirant, over that of beginning a business.
    [[nodiscard]] double aspirants() const;
    /// Beginnings of this month that others' support has taken, by region, of those out of work.
    [[nodiscard]] double displaced(std::size_t region) const
    {
        return terms_.displacement * static_cast<double>(caused_starts[region]);
    }
    /// Whether a person's business gains by a loan that runs; nothing for whoever has none.
    [[nodiscard]] std::optional<bool> gains(const Shard& shard, PersonKey person) const;

    [[nodiscard]] const BusinessTerms& terms() const { return terms_; }
    [[nodiscard]] const BusinessLevers& levers() const { return levers_; }
    [[nodiscard]] const LoanRecords& records() const { return records_; }
    [[nodiscard]] const Newcomers& newcomers() const { return newcomers_; }
    [[nodiscard]] std::vector<Asker>& askers(std::size_t shard) { return askers_[shard]; }
    [[nodiscard]] static std::vector<std::string> draws() { return {"asks", "asks_at_start"}; }
    void archive(Archive& archive);

    std::vector<std::int64_t> caused_starts;  ///< last month, by region: begun because of support

private:
    /// Programmes by their part of the bound, in one region this month.
    struct Response {
        double amanaty = 0.0;
        double projects = 0.0;
        double anywhere = 0.0;
        bool newcomers = false;
    };
    [[nodiscard]] double answer(const StepContext& step, LoanProgramme programme) const;
    /// Whom a person asks who stands at `place` (0 to 1) of a pool's bound; nothing: nobody.
    [[nodiscard]] std::optional<std::uint8_t> programme(const Shard& shard, std::uint32_t row,
                                                        AskingPool pool, double place) const;
    [[nodiscard]] double weight(AskerKind kind, AskingPool pool) const;

    WorldSchema schema_;
    BusinessTerms terms_;
    MciPath mci_;
    Columns columns_;
    Newcomers newcomers_;
    BusinessLevers levers_;
    LoanRecords records_;
    Draw asks_;
    Draw asks_at_start_;
    std::vector<double> owners_;    ///< yearly rate of owners by pool
    std::vector<double> starters_;  ///< share of beginnings by pool
    std::vector<Response> response_;
    PerShard<std::vector<Asker>> askers_;
};

}  // namespace qonys::models::kz_migration
