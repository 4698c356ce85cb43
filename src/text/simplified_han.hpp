#pragma once

namespace feedarc::text {

/// The simplified form of a traditional Han character; any other one as it is. Several traditional
/// ones may share one (發 and 髮: 发), so this is for finding, not for showing.
[[nodiscard]] char32_t simplified(char32_t character) noexcept;

}  // namespace feedarc::text
