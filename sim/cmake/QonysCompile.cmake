# How everything is compiled. Results must have the same bits on every x86-64 machine: no fused
# multiply-add, no fast-math, no -march=native (wider instructions are chosen at run time).
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# Where CMAKE_UNITY_BUILD is on, this many files are compiled as one: a third of the compiler's time, and
# files of a folder may then not give one name to two things.
if(NOT CMAKE_UNITY_BUILD_BATCH_SIZE)
  set(CMAKE_UNITY_BUILD_BATCH_SIZE 10)
endif()

add_library(qonys_compile INTERFACE)
add_library(qonys::compile ALIAS qonys_compile)
target_include_directories(qonys_compile INTERFACE "${PROJECT_SOURCE_DIR}/include")
target_compile_options(qonys_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -ffp-contract=off
  # g++ 12: designated initializers name what they set, the rest has defaults; and false alarms in
  # std::string's operator+ (GCC bug 105651).
  -Wno-missing-field-initializers -Wno-restrict)
if(CMAKE_UNITY_BUILD)
  # Said of what another file of the batch has; file by file they warn.
  target_compile_options(qonys_compile INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()
if(QONYS_WERROR)
  target_compile_options(qonys_compile INTERFACE -Werror)
endif()
foreach(sanitizer IN LISTS QONYS_SANITIZE)
  target_compile_options(qonys_compile INTERFACE -fsanitize=${sanitizer} -fno-omit-frame-pointer
                                                 -fno-sanitize-recover=all)
  target_link_options(qonys_compile INTERFACE -fsanitize=${sanitizer})
endforeach()
if(QONYS_SANITIZE)
  # Run-time choice of instruction sets needs resolvers that run before a sanitizer has started.
  target_compile_definitions(qonys_compile INTERFACE QONYS_NO_CLONES)
endif()

find_program(QONYS_CCACHE ccache)
if(QONYS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${QONYS_CCACHE}")
endif()
