#pragma once

#include <feedarc/archive.hpp>

#include "app/content_memo.hpp"

#include <memory>

namespace feedarc::app {

/// What was read of a page as archives keep it. Takes its entries.
[[nodiscard]] std::shared_ptr<const ParsedPage> parsed_page(Page&& read, ContentMemo& memo);

}  // namespace feedarc::app
