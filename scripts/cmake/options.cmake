# What every target of the project is compiled with.
add_library(feedarc_options INTERFACE)
target_compile_features(feedarc_options INTERFACE cxx_std_20)
target_compile_options(feedarc_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wsuggest-override>
  # GCC 12 sees overlapping copies inside std::string where there are none (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${FEEDARC_WERROR}>:-Werror>)
# Functions and lines are what a test that fails wants; all the rest takes a fifth more time to compile.
set(FEEDARC_DEBUG_INFO 1 CACHE STRING "Level of debugging information in Debug builds: 1 to 3")
target_compile_options(feedarc_options INTERFACE $<$<CONFIG:Debug>:-g${FEEDARC_DEBUG_INFO}>)
target_compile_definitions(feedarc_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(FEEDARC_SANITIZE)
  target_compile_options(feedarc_options INTERFACE
    -fsanitize=${FEEDARC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(feedarc_options INTERFACE -fsanitize=${FEEDARC_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC warns wrongly in instrumented code (its manual, "-fsanitize"); the other builds have it.
    target_compile_options(feedarc_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(FEEDARC_COVERAGE)
  # Several threads count: without atomic updates gcov reads counts below zero and gives up.
  target_compile_options(feedarc_options INTERFACE --coverage -fprofile-update=atomic -O0)
  target_link_options(feedarc_options INTERFACE --coverage)
endif()

# Three dozen programs are linked with the whole library for the tests: an eighth of the time with mold.
if(FEEDARC_BUILD_TESTS)
  find_program(FEEDARC_MOLD mold)
  if(FEEDARC_MOLD)
    # It takes a symbol from the first that has it. Of what the C++ library has that is not to be a
    # file of a static library beside it, which instantiated the same and needs more.
    target_link_options(feedarc_options INTERFACE -fuse-ld=mold -lstdc++)
  endif()
endif()
