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

void put(const File& file, const std::string& object, const char* name, hid_t type, hsize_t count,
         const void* data)
{
    const Handle space = file.own(H5Screate_simple(1, &count, nullptr), H5Sclose, object);
    const Handle attribute =
        file.own(H5Acreate_by_name(file.id(), object.c_str(), name, type, space.id(), H5P_DEFAULT,
                                   H5P_DEFAULT, H5P_DEFAULT),
                 H5Aclose, object);
    file.ok(H5Awrite(attribute.id(), type, data), object);
}

/// The specification wants these two as fixed-length texts of one value.
void put_short_text(const File& file, const std::string& object, const char* name,
                    const std::string& text)
{
    const Handle type = file.own(H5Tcopy(H5T_C_S1), H5Tclose, object);
    file.ok(H5Tset_size(type.id(), text.size() + 1), object);
    const Handle space = file.own(H5Screate(H5S_SCALAR), H5Sclose, object);
    const Handle attribute =
        file.own(H5Acreate_by_name(file.id(), object.c_str(), name, type.id(), space.id(),
                                   H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                 H5Aclose, object);
    file.ok(H5Awrite(attribute.id(), type.id(), text.c_str()), object);
}

void make_scale(const File& file, const std::string& scale, BackReference used_by)
{
    put_short_text(file, scale, "CLASS", "DIMENSION_SCALE");
    put_short_text(file, scale, "NAME", scale.substr(scale.rfind('/') + 1));
    const Handle type = file.own(H5Tcreate(H5T_COMPOUND, sizeof(BackReference)), H5Tclose, scale);
    file.ok(H5Tinsert(type.id(), "dataset", offsetof(BackReference, dataset), H5T_STD_REF_OBJ),
            scale);
    file.ok(H5Tinsert(type.id(), "dimension", offsetof(BackReference, dimension), H5T_STD_I32LE),
            scale);
    BackReference clean;
    std::memset(&clean, 0, sizeof(clean));  // padding bytes reach the file too
    clean.dataset = used_by.dataset;
    clean.dimension = used_by.dimension;
    put(file, scale, "REFERENCE_LIST", type.id(), 1, &clean);
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
    put(file, dataset, "DIMENSION_LIST", type.id(), lists.size(), lists.data());

    const hobj_ref_t back = reference_to(file, dataset);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        make_scale(file, scales[i], {back, static_cast<std::int32_t>(i)});
    }
}

}  // namespace qonys::hdf5
