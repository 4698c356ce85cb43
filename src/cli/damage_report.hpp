#pragma once

#include <feedarc/check.hpp>

#include <string>

namespace feedarc::cli {

/// `TABLE ROW: what is wrong (snapshot 12 of news, https://… at …); what to do`
[[nodiscard]] std::string damage_line(const Damage& damage);

/// An object for scripts.
[[nodiscard]] std::string damage_json(const Damage& damage);

}  // namespace feedarc::cli
