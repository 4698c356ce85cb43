# Writes TARGET: a source file with the style sheet and the script of sites, as the folder has them.
function(feedarc_embed_site folder target)
  foreach(kind css js)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/site.${kind})
    file(READ ${folder}/site.${kind} ${kind})
  endforeach()
  file(CONFIGURE OUTPUT ${target} @ONLY CONTENT [[
#include "render/site/pages.hpp"

namespace feedarc::render::site {

std::string_view style_sheet() noexcept { return R"site(@css@)site"; }

std::string_view script() noexcept { return R"site(@js@)site"; }

}  // namespace feedarc::render::site
]])
endfunction()
