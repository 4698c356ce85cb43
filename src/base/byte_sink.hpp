#pragma once

#include <functional>
#include <string_view>

namespace feedarc::base {

/// Where bytes go as they come. Throws where they cannot be written.
using ByteSink = std::function<void(std::string_view bytes)>;

}  // namespace feedarc::base
