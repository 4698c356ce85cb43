# What nearly every file includes is half of the work of compiling it: it is compiled once, for all
# layers. The builds without show that each file names what it uses. With optimisation GCC 12 then warns
# of the insides of the standard library.
if(FEEDARC_BUILD_TESTS AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(FEEDARC_PRECOMPILE_DEFAULT ON)
else()
  set(FEEDARC_PRECOMPILE_DEFAULT OFF)
endif()
option(FEEDARC_PRECOMPILE "Compile common headers once" ${FEEDARC_PRECOMPILE_DEFAULT})

function(feedarc_precompile target)
  if(NOT FEEDARC_PRECOMPILE)
    return()
  endif()
  # Compiled with the options of the first of them, which are those of all.
  if(TARGET feedarc_precompiled)
    target_precompile_headers(${target} REUSE_FROM feedarc_precompiled)
    return()
  endif()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp CONTENT "")
  add_library(feedarc_precompiled OBJECT ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(feedarc_precompiled PRIVATE feedarc_options fmt::fmt)
  get_target_property(options ${target} COMPILE_OPTIONS)
  if(options)
    target_compile_options(feedarc_precompiled PRIVATE ${options})
  endif()
  target_precompile_headers(feedarc_precompiled PRIVATE
    <fmt/format.h> <algorithm> <array> <charconv> <chrono> <filesystem> <functional> <map> <memory> <optional>
    <ostream> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
  target_precompile_headers(${target} REUSE_FROM feedarc_precompiled)
endfunction()
