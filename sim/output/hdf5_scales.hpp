#pragma once

#include <span>
#include <string>

#include "output/hdf5_handle.hpp"

namespace qonys::hdf5 {

/// Ties the dimensions of `dataset`, in order, to datasets that name their positions, as the HDF5
/// dimension scale specification says (the HDF Group, "HDF5 Dimension Scale Specification", 2005):
/// what h5py shows as labels and xarray as coordinates.
void attach_scales(File& file, const std::string& dataset, std::span<const std::string> scales);

}  // namespace qonys::hdf5
