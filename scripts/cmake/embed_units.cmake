# Writes TARGET: a source file with the text of the systemd units in a folder, so that the program
# writes what the folder has.
function(feedarc_embed_units folder target)
  foreach(kind service timer)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/feedarc.${kind})
    file(READ ${folder}/feedarc.${kind} ${kind})
  endforeach()
  file(CONFIGURE OUTPUT ${target} @ONLY CONTENT [[
#include "app/timer_units.hpp"

namespace feedarc::app {

std::string_view system_service() noexcept { return R"unit(@service@)unit"; }

std::string_view system_timer() noexcept { return R"unit(@timer@)unit"; }

}  // namespace feedarc::app
]])
endfunction()
