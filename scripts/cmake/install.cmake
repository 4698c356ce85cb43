# What `cmake --install` puts where: the program with its documents (component "program"), and the
# library with its headers (component "library").
include(CMakePackageConfigHelpers)

# One library made of all stations; what draws a command line stays in the program.
set(FEEDARC_LIBRARY_LAYERS base text unpack read identity archive capture render app)
add_library(feedarc_library STATIC)
foreach(layer ${FEEDARC_LIBRARY_LAYERS})
  target_sources(feedarc_library PRIVATE $<TARGET_OBJECTS:feedarc_${layer}>)
  get_property(external GLOBAL PROPERTY FEEDARC_EXTERNAL_OF_${layer})
  target_link_libraries(feedarc_library PRIVATE ${external})
endforeach()
target_compile_features(feedarc_library PUBLIC cxx_std_20)
target_include_directories(feedarc_library INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(feedarc_library PROPERTIES
  OUTPUT_NAME feedarc EXPORT_NAME feedarc LINKER_LANGUAGE CXX)

install(TARGETS feedarc_library EXPORT feedarc COMPONENT library)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/feedarc ${PROJECT_BINARY_DIR}/src/include/feedarc
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/feedarc)
install(EXPORT feedarc NAMESPACE feedarc:: DESTINATION ${package_folder}
        FILE feedarcTargets.cmake COMPONENT library)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/feedarcConfig.cmake.in
  ${PROJECT_BINARY_DIR}/feedarcConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/feedarcConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/feedarcConfig.cmake ${PROJECT_BINARY_DIR}/feedarcConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT library)
# So that it holds wherever the folders are put together.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(FEEDARC_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
else()
  file(RELATIVE_PATH FEEDARC_PC_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
  string(REGEX REPLACE "/$" "" FEEDARC_PC_PREFIX "\${pcfiledir}/${FEEDARC_PC_PREFIX}")
endif()
foreach(folder LIBDIR INCLUDEDIR)
  cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_${folder} BASE_DIRECTORY "\${prefix}" OUTPUT_VARIABLE FEEDARC_PC_${folder})
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/feedarc.pc.in ${PROJECT_BINARY_DIR}/feedarc.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/feedarc.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)

install(TARGETS feedarc COMPONENT program)

# Debian wants man pages and changelogs compressed, without a time stamp.
find_program(FEEDARC_GZIP gzip REQUIRED)
function(feedarc_install_compressed source name destination)
  set(compressed ${PROJECT_BINARY_DIR}/${name}.gz)
  add_custom_command(OUTPUT ${compressed} DEPENDS ${source} VERBATIM
                     COMMAND ${FEEDARC_GZIP} -9nc ${source} > ${compressed})
  add_custom_target(compress_${name} ALL DEPENDS ${compressed})
  install(FILES ${compressed} DESTINATION ${destination} COMPONENT program)
  if(ARGN)
    install(FILES ${compressed} DESTINATION ${ARGN} COMPONENT library)
  endif()
endfunction()

set(program_documents ${CMAKE_INSTALL_DATAROOTDIR}/doc/feedarc)
set(library_documents ${CMAKE_INSTALL_DATAROOTDIR}/doc/libfeedarc-dev)
feedarc_install_compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog
                           ${program_documents} ${library_documents})
file(GLOB documents ${PROJECT_SOURCE_DIR}/docs/*.md)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${documents}
        DESTINATION ${program_documents} COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/scripts/systemd/feedarc.service
              ${PROJECT_SOURCE_DIR}/scripts/systemd/feedarc.timer
        DESTINATION ${program_documents}/examples COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/scripts/cron/feedarc RENAME feedarc.cron
        DESTINATION ${program_documents}/examples COMPONENT program)

# The man pages: what the parser knows is filled in while they are built.
set(shared_options ${PROJECT_SOURCE_DIR}/docs/man/shared-options.mdoc)
set(page_folder ${PROJECT_BINARY_DIR}/man)
file(MAKE_DIRECTORY ${page_folder})
file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.[15])
foreach(page ${pages})
  cmake_path(GET page FILENAME name)
  cmake_path(GET page EXTENSION LAST_ONLY section)
  string(REPLACE "." "man" section ${section})
  set(filled ${page_folder}/${name})
  list(APPEND filled_pages ${filled})
  list(APPEND compressed_pages ${filled}.gz)
  add_custom_command(OUTPUT ${filled}.gz DEPENDS ${filled} VERBATIM
                     COMMAND ${FEEDARC_GZIP} -9nc ${filled} > ${filled}.gz)
  install(FILES ${filled}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/${section} COMPONENT program)
endforeach()
add_custom_command(OUTPUT ${filled_pages} DEPENDS feedarc_man_pages ${shared_options} ${pages} VERBATIM
                   COMMAND feedarc_man_pages ${shared_options} ${page_folder} ${pages})
add_custom_target(man_pages ALL DEPENDS ${compressed_pages})

# What lets shells complete: each looks in a folder of its own. Debian's zsh reads only the second of
# the two from /usr, others and /usr/local the first.
set(completion_folder ${PROJECT_BINARY_DIR}/completions)
file(MAKE_DIRECTORY ${completion_folder})
function(feedarc_install_completion shell name)
  set(script ${completion_folder}/${name})
  add_custom_command(OUTPUT ${script} DEPENDS feedarc VERBATIM
                     COMMAND feedarc completions ${shell} > ${script})
  add_custom_target(completions_${shell} ALL DEPENDS ${script})
  foreach(destination ${ARGN})
    install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/${destination} COMPONENT program)
  endforeach()
endfunction()
feedarc_install_completion(bash feedarc bash-completion/completions)
feedarc_install_completion(zsh _feedarc zsh/site-functions zsh/vendor-completions)
feedarc_install_completion(fish feedarc.fish fish/vendor_completions.d)

# The program holds code of other projects, whose licences ask that their notices go with it: as
# Debian keeps them beside the packages that they were built from.
file(READ ${PROJECT_SOURCE_DIR}/LICENSE notices)
# The package of the C++ library is named after the version of GCC: .../12/libstdc++.a.
cmake_path(GET FEEDARC_ARCHIVE_stdcxx PARENT_PATH library_folder)
cmake_path(GET library_folder FILENAME library_version)
foreach(package libbrotli-dev libcli11-dev libfmt-dev libgumbo-dev libicu-dev libjemalloc-dev libpugixml-dev
                libsqlite3-dev libstdc++-${library_version}-dev libtomlplusplus-dev libxxhash-dev libzstd-dev
                nettle-dev nlohmann-json3-dev zlib1g-dev)
  if(EXISTS /usr/share/doc/${package}/copyright)
    file(READ /usr/share/doc/${package}/copyright notice)
    string(APPEND notices "\n---- Of ${package}, parts of which are in the program:\n\n${notice}")
  endif()
endforeach()
file(WRITE ${PROJECT_BINARY_DIR}/copyright "${notices}")
install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${program_documents} COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright
        DESTINATION ${library_documents} COMPONENT library)
