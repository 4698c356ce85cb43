#pragma once

#include "render/site/model.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace feedarc::render::site {

/// A part of the records of a group, newest first.
struct ListPage {
    const Group& group;
    std::string path;
    std::span<const Row> rows;
    std::optional<std::string> newer, older;  ///< paths of the pages before and behind this one
};

// Each is a whole file. Equal records give equal bytes.

[[nodiscard]] std::string list_page(const Site& site, const ListPage& page);
[[nodiscard]] std::string record_page(const Site& site, const RecordPage& page);
/// The groups of a kind, in this order; days by month.
[[nodiscard]] std::string overview_page(const Site& site, GroupKind kind,
                                        std::span<const Group> groups);

/// The style sheet and the script.
[[nodiscard]] std::string_view style_sheet() noexcept;
[[nodiscard]] std::string_view script() noexcept;

}  // namespace feedarc::render::site
