#pragma once

#include <feedarc/check.hpp>

#include <string>

namespace feedarc::cli {

/// `TABLE ROW: what is wrong (snapshot 12 of news, https://… at …); what to do`
[[nodiscard]] std::string damage_line(const Damage& damage);

/// `lost: TABLE ROW: what is lost (snapshot 12 of news, https://… at …)`
[[nodiscard]] std::string loss_line(const Damage& damage);

/// Objects for scripts.
[[nodiscard]] std::string damage_json(const Damage& damage);
[[nodiscard]] std::string loss_json(const Damage& damage);

}  // namespace feedarc::cli
