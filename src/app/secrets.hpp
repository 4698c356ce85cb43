#pragma once

#include <feedarc/capture.hpp>

#include "capture/http_client.hpp"

#include <string>
#include <vector>

namespace feedarc::app {

/// The header fields of a source with their values from files and the environment. Throws
/// Error(input) that names the source and the field where one cannot be had.
[[nodiscard]] std::vector<capture::HeaderField> resolve_headers(const ConfiguredSource& source,
                                                                const Environment& environment);

/// A text without the values of header fields, should somebody have sent them back.
[[nodiscard]] std::string masked(std::string text,
                                 const std::vector<capture::HeaderField>& headers);

}  // namespace feedarc::app
