#pragma once

#include <feedarc/archive.hpp>

#include "app/content_memo.hpp"

#include <memory>
#include <vector>

namespace feedarc::app {

/// The entries of a page as archives keep them.
[[nodiscard]] std::shared_ptr<const ParsedPage> parsed_page(std::vector<Entry> entries,
                                                            ContentMemo& memo);

}  // namespace feedarc::app
