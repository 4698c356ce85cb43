#pragma once

#include <feedarc/archive.hpp>

#include <string>
#include <string_view>

namespace feedarc::sqlite {

/// The ages of a page as `pages.ages` keeps them: a JSON array as long as the one of its contents,
/// each age as to_string() has it, or null. Empty where the page shows none (SQL's NULL).
[[nodiscard]] std::string write_age_list(const Ages& ages);

/// The reverse. Throws Error(archive) for anything else.
[[nodiscard]] Ages read_age_list(std::string_view json);

}  // namespace feedarc::sqlite
