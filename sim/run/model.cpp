#include "qonys/run/model.hpp"

#include <algorithm>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

FitOutcome Model::fit(const FitRequest& /*request*/) const
{
    throw InputError(Problem{.what = "this model has nothing to fit",
                             .why = "all its parameters stand in the scenario",
                             .hint = "run it as it is"});
}

void ModelCatalogue::add(ModelInfo info)
{
    QONYS_EXPECT(find(info.name) == nullptr);
    models_.push_back(std::move(info));
}

const ModelInfo* ModelCatalogue::find(std::string_view name) const
{
    const auto found = std::find_if(models_.begin(), models_.end(),
                                    [&](const ModelInfo& info) { return info.name == name; });
    return found == models_.end() ? nullptr : &*found;
}

std::vector<std::string> ModelCatalogue::names() const
{
    std::vector<std::string> names;
    for (const ModelInfo& info : models_) {
        names.push_back(info.name);
    }
    return names;
}

}  // namespace qonys
