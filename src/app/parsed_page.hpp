#pragma once

#include <feedarc/archive.hpp>

#include "app/content_memo.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace feedarc::app {

/// The hash by which a page is stored: of the hashes of its contents, in order, its ages and its
/// obstacle.
[[nodiscard]] Hash128 page_hash(std::span<const Hash128> contents, const Ages& ages,
                                std::string_view obstacle);
[[nodiscard]] Hash128 page_hash(const ParsedPage& page);

/// What was read of a page as archives keep it. Takes its entries.
[[nodiscard]] std::shared_ptr<const ParsedPage> parsed_page(Page&& read, ContentMemo& memo);

}  // namespace feedarc::app
