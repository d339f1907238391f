#pragma once

#include <hdf5.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "output/hdf5_handle.hpp"

namespace qonys::testing_output {

/// An HDF5 file such as other programs write; `filetype` is left out when it is empty.
inline void foreign_hdf5(const std::filesystem::path& file, const std::string& filetype,
                         std::array<int, 2> format = {1, 0})
{
    const auto lock = hdf5::hold();  // the library must be made ready by its owner
    const hid_t id = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t scalar = H5Screate(H5S_SCALAR);
    if (!filetype.empty()) {
        const hid_t text = H5Tcopy(H5T_C_S1);
        H5Tset_size(text, H5T_VARIABLE);
        const hid_t attribute = H5Acreate2(id, "filetype", text, scalar, H5P_DEFAULT, H5P_DEFAULT);
        const char* pointer = filetype.c_str();
        H5Awrite(attribute, text, &pointer);
        H5Aclose(attribute);
        H5Tclose(text);
    }
    const hsize_t two = 2;
    const hid_t pair = H5Screate_simple(1, &two, nullptr);
    const hid_t attribute = H5Acreate2(id, "format", H5T_STD_I32LE, pair, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, H5T_NATIVE_INT, format.data());
    H5Aclose(attribute);
    H5Sclose(pair);
    H5Sclose(scalar);
    H5Fclose(id);
}

inline void change_hdf5(const std::filesystem::path& file,
                        const std::vector<const char*>& attributes,
                        const std::vector<const char*>& links)
{
    const auto lock = hdf5::hold();  // the library must be made ready by its owner
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    for (const char* attribute : attributes) {
        H5Adelete(id, attribute);
    }
    for (const char* link : links) {
        H5Ldelete(id, link, H5P_DEFAULT);
    }
    H5Fclose(id);
}

/// Every path in the file, one a line, groups with a slash at the end; sorted by name.
inline std::string hdf5_tree(const std::filesystem::path& file)
{
    const auto lock = hdf5::hold();  // the library must be made ready by its owner
    std::string tree;
    const auto visit = [](hid_t, const char* name, const H5O_info_t* info, void* out) -> herr_t {
        *static_cast<std::string*>(out) +=
            std::string("/") + name + (info->type == H5O_TYPE_GROUP ? "/\n" : "\n");
        return 0;
    };
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    H5Ovisit2(id, H5_INDEX_NAME, H5_ITER_INC, visit, &tree, H5O_INFO_BASIC);
    H5Fclose(id);
    return tree;
}

}  // namespace qonys::testing_output
