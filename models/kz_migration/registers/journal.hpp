#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codes.hpp"
#include "labour/foreign_workers.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/world/people.hpp"
#include "registers/agencies.hpp"
#include "students/foreign_students.hpp"

namespace qonys::models::kz_migration {

/// What a line of the journal of registers says; in a month those of a person come in this order.
enum class RegisterNote : std::uint8_t {
    ended,  ///< he is none of the agency's any more; `numbers` of its records are closed
    left,   ///< he is followed no longer: he left, or came back from abroad
    died,
    person,    ///< who he is, as far as the model knows
    followed,  ///< from now on, as `followed`, in `region`
    changed,   ///< he is followed as another, or is in another region
    asked,     ///< the agency should know him: `recorded` in a month, or never
    again,     ///< the same, of somebody who was the agency's before
    recorded,  ///< the record is made, under so many `numbers`
    linked,    ///< the record is in the contour
    unlinked
};

/// Country codes of the axes that origins of people are places on, as one list.
class RegisterCountries {
public:
    struct Axes {
        const Axis& flow_partner;
        const Axis& work_partner;
        const Axis& partner;
        const Axis& student_origin;
    };
    explicit RegisterCountries(const Axes& axes);
    [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
    [[nodiscard]] int of(OriginCountry country) const
    {
        return country == from_here ? nowhere : flow_[country - std::size_t{1}];
    }
    [[nodiscard]] int of_stay(Stay stay) const
    {
        return stay == at_home ? nowhere : work_[stay - std::size_t{1}];
    }
    [[nodiscard]] int of(WorkerOrigin origin) const { return partner_[origin.value()]; }
    [[nodiscard]] int of(StudentOrigin origin) const { return student_[origin.value()]; }
    static constexpr int nowhere = -1;

private:
    [[nodiscard]] std::vector<int> places_of(const Axis& axis);

    std::vector<std::string> codes_;
    std::vector<int> flow_;
    std::vector<int> work_;
    std::vector<int> partner_;
    std::vector<int> student_;
};

/// What the journal tells of a person besides what registers have; nothing where it is not known.
struct PersonTraits {
    MonthStamp since = 0;  ///< he came, left, or began to be what he is
    std::optional<Sex> sex = {};
    std::optional<MonthStamp> birth_month = {};
    int origin = RegisterCountries::nowhere;
    int host = RegisterCountries::nowhere;  ///< country where a citizen stays
    std::optional<ForeignStatus> permit = {};
};

/// A line with nothing but these; the rest is set by name.
class RegisterLine {
public:
    RegisterLine(MonthStamp month, std::uint64_t person, RegisterNote note);
    RegisterLine& agency(std::size_t agency);
    RegisterLine& as(Followed followed, RegionId region);
    RegisterLine& recorded(MonthStamp month);  ///< nothing for `never`
    RegisterLine& numbers(int count);
    RegisterLine& of(const PersonTraits& traits);
    RegisterLine& before();  ///< of the month before
    [[nodiscard]] const JournalLine& line() const { return line_; }

private:
    JournalLine line_;
};

[[nodiscard]] JournalSpec register_journal(const RegisterAxes& axes,
                                           const RegisterCountries& countries);

}  // namespace qonys::models::kz_migration
