# Writes TARGET: a source file with the text of every migrations/NNNN_name.sql, in order.
function(feedarc_embed_migrations folder target)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  list(SORT files)
  set(rows "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} sql)
    string(APPEND rows "    Migration{\"${name}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${target} @ONLY CONTENT [[
#include "archive/sqlite/migrations.hpp"

#include <array>

namespace feedarc::sqlite {
namespace {

constexpr std::array kMigrations{
@rows@};

}  // namespace

std::span<const Migration> migrations() noexcept { return kMigrations; }

}  // namespace feedarc::sqlite
]])
endfunction()
