include(CMakeDependentOption)

# Links small libraries from their archives, where there are any: each shared library costs a
# start of the program 0.1 to 0.3 ms, and a list of 50 records takes no longer than that. In another project
# its targets would change with ours.
option(FEEDARC_STATIC_LIBRARIES "Link SQLite, ICU i18n, Gumbo, pugixml, xxHash, zlib, zstd, Brotli, Nettle and jemalloc statically where possible"
       ${PROJECT_IS_TOP_LEVEL})

# To find and place the symbols of ICU, the C++ library and fmt is a quarter of a short command. With them in it
# the program is 50 MB large, which is too much for each of the tests.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT FEEDARC_BUILD_TESTS AND NOT FEEDARC_SANITIZE)
  set(FEEDARC_SELF_CONTAINED_DEFAULT ON)
else()
  set(FEEDARC_SELF_CONTAINED_DEFAULT OFF)
endif()
cmake_dependent_option(FEEDARC_SELF_CONTAINED
  "Link all but the C library statically where possible, ICU with its tables among it"
  ${FEEDARC_SELF_CONTAINED_DEFAULT} FEEDARC_STATIC_LIBRARIES OFF)

function(feedarc_link_archive target archive)
  find_library(FEEDARC_ARCHIVE_${archive} NAMES lib${archive}.a)
  mark_as_advanced(FEEDARC_ARCHIVE_${archive})
  if(NOT FEEDARC_ARCHIVE_${archive})
    return()
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set_target_properties(${target} PROPERTIES
      INTERFACE_LINK_LIBRARIES "${FEEDARC_ARCHIVE_${archive}};${ARGN}")
  else()
    get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
    set_target_properties(${target} PROPERTIES
      IMPORTED_LOCATION ${FEEDARC_ARCHIVE_${archive}} INTERFACE_LINK_LIBRARIES "${ARGN}")
    foreach(configuration ${configurations})
      set_target_properties(${target} PROPERTIES
        IMPORTED_LOCATION_${configuration} ${FEEDARC_ARCHIVE_${archive}})
    endforeach()
  endif()
endfunction()

# The program allocates on one thread what another gives back, thousands of small texts a page:
# jemalloc takes a seventh off a bulk ingest of dumps against the C library's (docs/architecture.md).
function(feedarc_link_allocator program)
  find_library(FEEDARC_ARCHIVE_jemalloc NAMES libjemalloc.a)
  mark_as_advanced(FEEDARC_ARCHIVE_jemalloc)
  if(FEEDARC_STATIC_LIBRARIES AND FEEDARC_ARCHIVE_jemalloc AND NOT FEEDARC_SANITIZE)
    target_link_libraries(${program} PRIVATE
      ${FEEDARC_ARCHIVE_jemalloc} Threads::Threads m ${CMAKE_DL_LIBS})
  endif()
endfunction()

# Where the compiler has it: clang takes that of GCC.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libstdc++.a
                OUTPUT_VARIABLE FEEDARC_ARCHIVE_stdcxx OUTPUT_STRIP_TRAILING_WHITESPACE)

# All of them, or none: what is shared would bring the rest along a second time.
if(FEEDARC_SELF_CONTAINED)
  foreach(archive icudata icui18n icuuc)
    find_library(FEEDARC_ARCHIVE_${archive} NAMES lib${archive}.a)
    mark_as_advanced(FEEDARC_ARCHIVE_${archive})
  endforeach()
  if(NOT (FEEDARC_ARCHIVE_icudata AND FEEDARC_ARCHIVE_icui18n AND FEEDARC_ARCHIVE_icuuc
          AND EXISTS "${FEEDARC_ARCHIVE_stdcxx}" AND fmt_VERSION VERSION_LESS 10))
    message(STATUS "Not self-contained: an archive of ICU or of the C++ library is missing, or fmt is not of version 9")
    set(FEEDARC_SELF_CONTAINED OFF)
  endif()
endif()

# Of fmt the program compiles what Debian has no archive of, so that its shared library is not needed.
function(feedarc_contain program)
  if(FEEDARC_SELF_CONTAINED)
    target_sources(${program} PRIVATE fmt_library.cpp)
    target_link_options(${program} PRIVATE -static-libstdc++ -static-libgcc -Wl,--as-needed)
  endif()
endfunction()

if(FEEDARC_STATIC_LIBRARIES)
  feedarc_link_archive(SQLite::SQLite3 sqlite3 Threads::Threads m ${CMAKE_DL_LIBS})
  feedarc_link_archive(ZLIB::ZLIB z)
  find_library(FEEDARC_ARCHIVE_brotlicommon NAMES libbrotlicommon.a)
  mark_as_advanced(FEEDARC_ARCHIVE_brotlicommon)
  if(FEEDARC_ARCHIVE_brotlicommon)
    feedarc_link_archive(PkgConfig::brotli brotlidec ${FEEDARC_ARCHIVE_brotlicommon})
  endif()
  feedarc_link_archive(PkgConfig::gumbo gumbo)
  feedarc_link_archive(ICU::i18n icui18n ICU::uc)
  feedarc_link_archive(pugixml::pugixml pugixml)
  feedarc_link_archive(PkgConfig::nettle nettle)
  feedarc_link_archive(PkgConfig::xxhash xxhash)
  feedarc_link_archive(PkgConfig::zstd zstd Threads::Threads)
endif()
if(FEEDARC_SELF_CONTAINED)
  feedarc_link_archive(ICU::uc icuuc ${FEEDARC_ARCHIVE_icudata})
endif()
