# Writes what QONYS_ENGINE needs into the build folder: the libraries of the engine and of the program,
# without models. See sim/cmake/QonysBuiltEngine.cmake.
get_property(layers GLOBAL PROPERTY QONYS_LAYERS)
set(libraries qonys_compile qonys_hdf5 qonys_program)
foreach(layer IN LISTS layers)
  list(APPEND libraries qonys_${layer})
endforeach()
export(TARGETS ${libraries} NAMESPACE built:: FILE "${PROJECT_BINARY_DIR}/QonysEngine.cmake")
# Contracts hang on the build type: it must be the same on both sides.
file(WRITE "${PROJECT_BINARY_DIR}/QonysEngineType.cmake" "set(CMAKE_BUILD_TYPE \"${CMAKE_BUILD_TYPE}\")\n")
