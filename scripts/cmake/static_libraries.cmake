# Links small libraries from their archives, where there are any: each shared library costs a
# start of the program 0.1 to 0.3 ms, and a list of 50 records takes no longer than that.
option(FEEDARC_STATIC_LIBRARIES "Link SQLite, Gumbo, pugixml, xxHash, zlib, zstd, Brotli and Nettle statically where possible" ON)

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

if(FEEDARC_STATIC_LIBRARIES)
  feedarc_link_archive(SQLite::SQLite3 sqlite3 Threads::Threads m ${CMAKE_DL_LIBS})
  feedarc_link_archive(ZLIB::ZLIB z)
  find_library(FEEDARC_ARCHIVE_brotlicommon NAMES libbrotlicommon.a)
  mark_as_advanced(FEEDARC_ARCHIVE_brotlicommon)
  if(FEEDARC_ARCHIVE_brotlicommon)
    feedarc_link_archive(PkgConfig::brotli brotlidec ${FEEDARC_ARCHIVE_brotlicommon})
  endif()
  feedarc_link_archive(PkgConfig::gumbo gumbo)
  feedarc_link_archive(pugixml::pugixml pugixml)
  feedarc_link_archive(PkgConfig::nettle nettle)
  feedarc_link_archive(PkgConfig::xxhash xxhash)
  feedarc_link_archive(PkgConfig::zstd zstd Threads::Threads)
endif()
