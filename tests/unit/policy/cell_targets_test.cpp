#include "qonys/policy/cell_targets.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

struct Choice {
    std::vector<std::size_t> cells;
    std::vector<std::string> problems;
};

Choice choose(const std::string& target)
{
    const std::vector<Axis> axes{Axis("region", {"KZ-10", "KZ-55", "KZ-59"}),
                                 Axis("sex", {"male", "female"})};
    const Document document = Document::parse("cells = " + target, "cells.toml");
    Reader in(document);
    Reader cells = in.section("cells");
    Choice choice;
    choice.cells = read_cells(cells, axes,
                              {.owner = "indicator 'moves'",
                               .why_axis = "cells are picked on its axes",
                               .nothing = "nobody would be counted",
                               .no_axes = "leave them out"});
    for (const Problem& problem : in.problems()) {
        choice.problems.push_back(problem.text());
    }
    return choice;
}

using Cells = std::vector<std::size_t>;

TEST(CellTargets, NamesCellsInTheOrderOfTheTable)
{
    EXPECT_EQ(choose("{region = ['KZ-59', 'KZ-10'], sex = 'female'}").cells, (Cells{1, 5}));
    EXPECT_EQ(choose("{region = ['KZ-55']}").cells, (Cells{2, 3}));
    EXPECT_EQ(choose("{}").cells, (Cells{0, 1, 2, 3, 4, 5}));
}

TEST(CellTargets, TellsWhatIsUnknown)
{
    EXPECT_EQ(choose("{regon = ['KZ-55']}").problems,
              (std::vector<std::string>{"cells.toml:1: indicator 'moves' has no axis 'regon' "
                                        "(cells are picked on its axes); did you mean 'region'?"}));
    EXPECT_EQ(choose("{sex = ['both']}").problems,
              (std::vector<std::string>{"cells.toml:1: 'both' is no code of axis 'sex' (nobody "
                                        "would be counted there); known are 'male', 'female'"}));
    EXPECT_EQ(choose("{sex = []}").problems,
              (std::vector<std::string>{"cells.toml:1: the list of axis 'sex' is empty (nobody "
                                        "would be counted); name codes, or leave the axis out"}));
}

}  // namespace
}  // namespace qonys
