#include "known_models.hpp"

namespace qonys::python {

const ModelCatalogue& known_models()
{
    static const ModelCatalogue catalogue = [] {
        ModelCatalogue all;
        register_all_models(all);
        return all;
    }();
    return catalogue;
}

}  // namespace qonys::python
