# qonys_add_model(<name>): a model is a folder that sees only include/qonys and registers itself in
# `void qonys::models::<name>::register_model(ModelCatalogue&)`. No list of models is kept by hand.
set_property(GLOBAL PROPERTY QONYS_MODELS "")

function(qonys_add_model name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  add_library(qonys_model_${name} STATIC ${sources})
  target_include_directories(qonys_model_${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(qonys_model_${name} PUBLIC qonys::run)
  set_property(GLOBAL APPEND PROPERTY QONYS_MODELS ${name})
endfunction()

# Calls qonys_add_model in every folder below `folder`, then in the folders named by the user. With an
# engine that is built already the latter alone count.
function(qonys_discover_models folder)
  set(candidates "")
  if(NOT QONYS_ENGINE)
    file(GLOB candidates CONFIGURE_DEPENDS "${folder}/*/CMakeLists.txt")
  endif()
  foreach(candidate IN LISTS candidates)
    get_filename_component(model_folder "${candidate}" DIRECTORY)
    add_subdirectory("${model_folder}")
  endforeach()
  foreach(model_folder IN LISTS QONYS_EXTRA_MODELS)
    get_filename_component(name "${model_folder}" NAME)
    add_subdirectory("${model_folder}" "${CMAKE_CURRENT_BINARY_DIR}/extra/${name}")
  endforeach()
endfunction()

# Library qonys::models with `register_all_models`, generated from the folders that were found.
function(qonys_generate_all_models)
  get_property(models GLOBAL PROPERTY QONYS_MODELS)
  list(SORT models)
  set(declarations "")
  set(calls "")
  set(libraries "")
  foreach(model IN LISTS models)
    string(APPEND declarations
      "namespace ${model} {\nvoid register_model(ModelCatalogue& catalogue);\n}\n")
    string(APPEND calls "    ${model}::register_model(catalogue);\n")
    list(APPEND libraries qonys_model_${model})
  endforeach()
  configure_file("${PROJECT_SOURCE_DIR}/sim/cmake/all_models.cpp.in"
                 "${CMAKE_CURRENT_BINARY_DIR}/all_models.cpp" @ONLY)
  add_library(qonys_models STATIC "${CMAKE_CURRENT_BINARY_DIR}/all_models.cpp")
  add_library(qonys::models ALIAS qonys_models)
  target_link_libraries(qonys_models PUBLIC qonys::run PRIVATE ${libraries})
endfunction()
