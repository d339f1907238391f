# The engine as another build folder of this source tree has it, under the names that it has there: a model
# outside the repository is then built in seconds. The other folder must be built, from these sources.
set(engine "${QONYS_ENGINE}/QonysEngine.cmake")
if(NOT EXISTS "${engine}")
  message(FATAL_ERROR "QONYS_ENGINE: ${engine} is missing (it lists the libraries of a build); "
                      "name a folder in which Qonys was built")
endif()
include("${engine}")
include("${QONYS_ENGINE}/QonysEngineType.cmake")
get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target IN LISTS targets)
  if(target MATCHES "^built::qonys_")
    string(REPLACE "built::qonys_" "qonys::" name "${target}")
    if(NOT TARGET ${name})
      add_library(${name} ALIAS ${target})
    endif()
  endif()
endforeach()
