#pragma once

#include "read/html/dom.hpp"
#include "read/html/roles.hpp"

#include <cstdint>
#include <string_view>

namespace feedarc::read {

/// What the attributes of one element say of it, as the outline asks.
struct Marks {
    std::string_view href;  ///< of a link alone
    std::string_view rel;   ///< of a link alone
    std::uint32_t class_kind = 0;
    std::uint32_t id_kind = 0;
    Role roles = Role::none;
    bool hidden = false;
    bool is_posting = false;  ///< its class or item type says that it is an entry
};

[[nodiscard]] Marks marks_of(const Dom& dom, NodeId element) noexcept;

/// Whether the words of its class may say that an element is part of the page's frame.
[[nodiscard]] bool is_container(Tag tag) noexcept;

/// A hash of the first word of a class, without digits: `post-123` is as `post-45`.
[[nodiscard]] std::uint32_t kind_of(std::string_view words) noexcept;

/// Takes one more value into a hash.
[[nodiscard]] constexpr std::uint32_t mixed(std::uint32_t hash, std::uint32_t value) noexcept {
    hash = (hash ^ value) * 0x9e3779b1U;
    return hash ^ hash >> 15U;
}

/// Whether a link leads to a page: not within this one, to a mail address, or where a script will.
[[nodiscard]] bool has_target(std::string_view href) noexcept;

/// Whether the text of a link is the number of a page, as pagers show it, that its target bears.
[[nodiscard]] bool is_page_number(std::string_view text, std::string_view href) noexcept;

}  // namespace feedarc::read
