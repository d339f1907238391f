#include "registers/journal.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

/// In the order of the columns: what comes first orders the lines of a person and a month.
enum Cell : std::size_t {
    note_cell,
    agency_cell,
    followed_cell,
    region_cell,
    numbers_cell,
    since_cell,
    recorded_cell,
    sex_cell,
    birth_cell,
    origin_cell,
    host_cell,
    permit_cell
};

}  // namespace

RegisterCountries::RegisterCountries(const Axes& axes)
    : flow_(places_of(axes.flow_partner)),
      work_(places_of(axes.work_partner)),
      partner_(places_of(axes.partner)),
      student_(places_of(axes.student_origin))
{}

std::vector<int> RegisterCountries::places_of(const Axis& axis)
{
    std::vector<int> places;
    for (const std::string& code : axis.codes()) {
        const auto known = std::find(codes_.begin(), codes_.end(), code);
        places.push_back(static_cast<int>(known - codes_.begin()));
        if (known == codes_.end()) {
            codes_.push_back(code);
        }
    }
    return places;
}

RegisterLine::RegisterLine(MonthStamp month, std::uint64_t person, RegisterNote note)
{
    line_.month = month;
    line_.person = person;
    line_.cells.fill(JournalLine::nothing);
    line_.cells[note_cell] = static_cast<std::int32_t>(note);
}

RegisterLine& RegisterLine::agency(std::size_t agency)
{
    line_.cells[agency_cell] = static_cast<std::int32_t>(agency);
    return *this;
}

RegisterLine& RegisterLine::as(Followed followed, RegionId region)
{
    line_.cells[followed_cell] = static_cast<std::int32_t>(followed);
    line_.cells[region_cell] = static_cast<std::int32_t>(region.value());
    return *this;
}

RegisterLine& RegisterLine::recorded(MonthStamp month)
{
    line_.cells[recorded_cell] = month == never ? JournalLine::nothing : month;
    return *this;
}

RegisterLine& RegisterLine::numbers(int count)
{
    line_.cells[numbers_cell] = count;
    return *this;
}

RegisterLine& RegisterLine::of(const PersonTraits& traits)
{
    const auto set = [&](Cell cell, bool is_known, int value) {
        line_.cells[cell] = is_known ? value : JournalLine::nothing;
    };
    set(since_cell, traits.since != 0, traits.since);
    set(sex_cell, traits.sex.has_value(), static_cast<int>(traits.sex.value_or(Sex::male)));
    set(birth_cell, traits.birth_month.has_value(), traits.birth_month.value_or(0));
    set(origin_cell, traits.origin >= 0, traits.origin);
    set(host_cell, traits.host >= 0, traits.host);
    set(permit_cell, traits.permit.has_value(),
        static_cast<int>(traits.permit.value_or(ForeignStatus::category_1)));
    return *this;
}

RegisterLine& RegisterLine::before()
{
    --line_.month;
    return *this;
}

JournalSpec register_journal(const RegisterAxes& axes, const RegisterCountries& countries)
{
    const std::vector<std::string> notes{"ended",    "left",    "died",    "person",
                                         "followed", "changed", "asked",   "again",
                                         "recorded", "linked",  "unlinked"};
    const std::vector<std::string> permits{"cat1", "cat2", "cat3", "cat4", "seasonal", "ict"};
    return {"registers",
            "what agencies record of the people whom registers follow",
            {{"event", "what happened", Noted::code, notes},
             {"agency", "whose record it is about", Noted::code, axes.agency.codes()},
             {"followed", "as what he is followed", Noted::code, axes.followed.codes()},
             {"region", "where he is", Noted::code, axes.region.codes()},
             {"numbers", "records made or closed", Noted::number},
             {"since", "month in which he came, left, or began to be what he is", Noted::month},
             {"recorded", "month of the record; empty: never", Noted::month},
             {"sex", "m or f; empty: not known to the model", Noted::code, {"m", "f"}},
             {"birth_month", "empty: not known to the model", Noted::month},
             {"origin", "country that he came from", Noted::code, countries.codes()},
             {"host", "country where a citizen stays", Noted::code, countries.codes()},
             {"permit", "category of a permit to work", Noted::code, permits}}};
}

}  // namespace qonys::models::kz_migration
