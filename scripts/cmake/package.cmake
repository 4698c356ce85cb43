# Debian packages, made by scripts/package: `feedarc` with the program, `libfeedarc-dev` with the library.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "the feedarc authors")
set(CPACK_PACKAGE_CONTACT "the feedarc authors <feedarc@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "archive of what listing pages show over time")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME feedarc)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
# Loaded by what fetches pages alone; the other commands work without it.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libcurl4, ca-certificates")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "git, less, sqlite3")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
"feedarc reads captured snapshots of listing pages (text dumps and HTML),
finds the entries they show and collapses repeats into unique records with
the times they were first and last seen, in one SQLite file.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libfeedarc-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
string(JOIN ", " CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS
  libbrotli-dev libfmt-dev libgumbo-dev libicu-dev libpugixml-dev libsqlite3-dev libxxhash-dev libzstd-dev
  nettle-dev nlohmann-json3-dev zlib1g-dev)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
"These are the development files: the static library and the headers that
feedarc is made of.")

include(CPack)
