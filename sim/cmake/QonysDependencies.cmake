# Libraries from Debian 12; run.sh and test.sh install them.
find_package(fmt REQUIRED)
find_package(TBB REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Boost 1.74 REQUIRED)
find_package(CLI11 REQUIRED)
set(HDF5_PREFER_PARALLEL OFF)
find_package(HDF5 REQUIRED COMPONENTS C)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sleef REQUIRED IMPORTED_TARGET sleef)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)

add_library(qonys_hdf5 INTERFACE)
target_include_directories(qonys_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
target_link_libraries(qonys_hdf5 INTERFACE ${HDF5_C_LIBRARIES})

# Who builds from an archive names the commit, since the folder may lie in a repository of something else.
set(QONYS_GIT_COMMIT "" CACHE STRING "Commit to write into results; asked of git when empty")
find_package(Git QUIET)
if(NOT QONYS_GIT_COMMIT)
  set(QONYS_GIT_COMMIT "unknown")
  if(Git_FOUND AND EXISTS "${PROJECT_SOURCE_DIR}/.git")
    execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --short=12 HEAD
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE commit
      OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      set(QONYS_GIT_COMMIT "${commit}")
    endif()
  endif()
endif()
