#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "irregular/setup.hpp"
#include "labour/specialists.hpp"
#include "registers/recorder.hpp"
#include "students/foreign_students.hpp"

namespace qonys::models::kz_migration {

/// The views of foreigners, who are rows of tables that every rank has: month by month each is held
/// against the row that it is about.
class ForeignRegisters {
public:
    struct About {
        StudentColumns students;
        SpecialistColumns specialists;
        std::optional<ForeignWorkerColumns> workers = {};  ///< where there are employers
        std::optional<IrregularColumns> irregular = {};
    };
    ForeignRegisters(std::shared_ptr<const RegisterSetup> setup, const About& about,
                     const RegisterCountries& countries)
        : setup_(std::move(setup)), about_(about), countries_(countries)
    {}
    RegisterFlows pass(const StepContext& step, World& world, const Recorder& recorder,
                       bool at_start) const;

private:
    /// One row of a table of foreigners; nobody where it is empty.
    struct Stranger {
        Registrant who;
        PersonTraits traits;
    };
    struct Books {
        const StepContext& step;
        World& world;
        const Recorder& recorder;
        bool at_start;
    };
    static void note_person(const Books& books, const Stranger& one, RegisterFlows& flows);
    /// `of_row(row)` says who stands there.
    template <class OfRow>
    RegisterFlows pass_table(const Books& books, const ForeignViews& views,
                             std::pair<std::size_t, OfRow> rows) const;
    RegisterFlows pass_workers(const Books& books) const;
    RegisterFlows pass_irregular(const Books& books) const;
    RegisterFlows pass_students(const Books& books) const;
    RegisterFlows pass_specialists(const Books& books) const;

    std::shared_ptr<const RegisterSetup> setup_;
    About about_;
    RegisterCountries countries_;
};

}  // namespace qonys::models::kz_migration
