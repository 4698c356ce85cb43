#pragma once

#include <cstdint>
#include <string_view>

namespace feedarc::read {

/// What the words of a class, an id or a link relation say about an element.
enum class Role : std::uint32_t {
    none = 0,
    navigation = 1U << 0,  ///< menus, breadcrumbs, tables of contents
    side = 1U << 1,        ///< sidebars, widgets, related and recommended things, advertisements
    foot = 1U << 2,        ///< page footers
    comments = 1U << 3,
    pager = 1U << 4,
    tags = 1U << 5,
    category = 1U << 6,
    author = 1U << 7,
    date = 1U << 8,
    meta = 1U << 9,  ///< small print of an entry: views, reading time
    excerpt = 1U << 10,
    content = 1U << 11,  ///< the weaker word for an excerpt: content, body, text
    more = 1U << 12,     ///< "read more"
    title = 1U << 13,
    share = 1U << 14,      ///< buttons
    invisible = 1U << 15,  ///< for screen readers alone
    entry = 1U << 16,      ///< post, entry, article, story, item, card
    beside = 1U << 17,     ///< "side": that of the page, or one of each entry
};

[[nodiscard]] constexpr Role operator|(Role one, Role other) noexcept {
    return static_cast<Role>(static_cast<std::uint32_t>(one) | static_cast<std::uint32_t>(other));
}
[[nodiscard]] constexpr bool has_any(Role roles, Role any) noexcept {
    return (static_cast<std::uint32_t>(roles) & static_cast<std::uint32_t>(any)) != 0;
}

/// The roles that the words of a text name. Words end at spaces, punctuation and humps:
/// `post-card__cat` and `postCardCat` are "post", "card" and "cat". What begins with `js-`, `has-`,
/// `no-`, `with-` or `without-` names none.
[[nodiscard]] Role roles_of(std::string_view words) noexcept;

}  // namespace feedarc::read
