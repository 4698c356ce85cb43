#pragma once

#include <feedarc/archive.hpp>

#include "app/content_memo.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace feedarc::app {

/// What was read of a page as archives keep it. Takes its entries.
[[nodiscard]] std::shared_ptr<const ParsedPage> parsed_page(Page&& read, ContentMemo& memo);

/// The hash of a page: of the hashes of its contents, in order, its ages and its obstacle.
[[nodiscard]] Hash128 page_hash(std::span<const Hash128> contents, const Ages& ages,
                                std::string_view obstacle);

}  // namespace feedarc::app
