#include "registers/agencies.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr DomainSet no = 0;
constexpr DomainSet entry = bit(Domain::entry);
constexpr DomainSet stay = bit(Domain::stay);
constexpr DomainSet study = bit(Domain::study);
constexpr DomainSet work = bit(Domain::work);
constexpr DomainSet status = bit(Domain::status);

/// Rows as Followed, columns as Agency. Employers' permits are Labour's, those of household workers
/// and the registration of foreigners Interior's, as is the border; visas and citizens abroad are
/// known to Foreign Affairs. Of an irregular person what the ended right had left is told.
constexpr std::array<std::array<DomainSet, num_agencies>, num_followed> told{{
    {no, entry, status, no, no, no},           // abroad
    {status, stay, no, no, study, work},       // kandas
    {status, stay, no, no, study, work},       // resettler
    {no, entry | stay, no, no, study, work},   // arrival
    {work, entry | stay, no, no, no, work},    // permit
    {no, entry | stay | work, no, no, no, no}, // household
    {no, entry | stay, no, no, no, work},      // eaeu
    {no, entry | stay, entry, study, no, no},  // student
    {no, entry | stay, no, study, no, work},   // graduate
    {no, entry | stay, entry, no, no, work},   // specialist
    {work, entry, no, study, no, no},           // irregular
}};

using ToldOfSets = std::array<std::array<DomainSet, 1U << num_agencies>, num_followed>;

constexpr ToldOfSets told_of_sets = [] {
    ToldOfSets all{};
    for (std::size_t who = 0; who < num_followed; ++who) {
        for (std::size_t set = 0; set < all[who].size(); ++set) {
            for (std::size_t agency = 0; agency < num_agencies; ++agency) {
                all[who][set] |= (set >> agency & 1U) != 0 ? told[who][agency] : no;
            }
        }
    }
    return all;
}();

constexpr std::array<AgencySet, num_followed + 1> agencies = [] {
    std::array<AgencySet, num_followed + 1> all{};
    for (std::size_t who = 0; who < num_followed; ++who) {
        for (std::size_t agency = 0; agency < num_agencies; ++agency) {
            all[who] |= told[who][agency] != no ? bit(static_cast<Agency>(agency)) : AgencySet{0};
        }
    }
    return all;
}();

}  // namespace

AgencySet agencies_of(Followed who) { return agencies[static_cast<std::size_t>(who)]; }

DomainSet told_by(Agency agency, Followed who)
{
    return who == Followed::nobody
               ? no
               : told[static_cast<std::size_t>(who)][static_cast<std::size_t>(agency)];
}

DomainSet told_by(AgencySet set, Followed who)
{
    return who == Followed::nobody ? no : told_of_sets[static_cast<std::size_t>(who)][set];
}

}  // namespace qonys::models::kz_migration
