#include "output/hdf5_scales.hpp"

#include <cstring>

namespace qonys::hdf5 {
namespace {

/// Layout given by the specification: which dataset, and which of its dimensions.
struct BackReference {
    hobj_ref_t dataset;
    std::int32_t dimension;
};

hobj_ref_t reference_to(const File& file, const std::string& path)
{
    hobj_ref_t reference = 0;
    file.ok(H5Rcreate(&reference, file.id(), path.c_str(), H5R_OBJECT, -1), path);
    return reference;
}

Handle back_reference_type(const File& file, const std::string& dataset)
{
    Handle type = file.own(H5Tcreate(H5T_COMPOUND, sizeof(BackReference)), H5Tclose, dataset);
    file.ok(H5Tinsert(type.id(), "dataset", offsetof(BackReference, dataset), H5T_STD_REF_OBJ),
            dataset);
    file.ok(H5Tinsert(type.id(), "dimension", offsetof(BackReference, dimension), H5T_STD_I32LE),
            dataset);
    return type;
}

void make_scale(File& file, const std::string& scale, const Handle& type, BackReference used_by)
{
    // The specification wants these two as fixed-length texts of one value.
    file.set_attribute_fixed(scale, "CLASS", "DIMENSION_SCALE");
    file.set_attribute_fixed(scale, "NAME", scale.substr(scale.rfind('/') + 1));
    BackReference clean;
    std::memset(&clean, 0, sizeof(clean));  // padding bytes reach the file too
    clean.dataset = used_by.dataset;
    clean.dimension = used_by.dimension;
    file.set_attribute_list(scale, "REFERENCE_LIST", type.id(), 1, &clean);
}

}  // namespace

void attach_scales(File& file, const std::string& dataset, std::span<const std::string> scales)
{
    const auto lock = hold();
    std::vector<hobj_ref_t> references;
    for (const std::string& scale : scales) {
        references.push_back(reference_to(file, scale));
    }
    std::vector<hvl_t> lists;
    for (hobj_ref_t& reference : references) {
        lists.push_back({1, &reference});
    }
    const Handle type = file.own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, dataset);
    file.set_attribute_list(dataset, "DIMENSION_LIST", type.id(), lists.size(), lists.data());

    const Handle back_type = back_reference_type(file, dataset);
    const hobj_ref_t back = reference_to(file, dataset);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        make_scale(file, scales[i], back_type, {back, static_cast<std::int32_t>(i)});
    }
}

}  // namespace qonys::hdf5
