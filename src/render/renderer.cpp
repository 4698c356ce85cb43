#include "render/renderer.hpp"

#include <feedarc/error.hpp>

#include "render/formats/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::render {
namespace {

// A new format is a file in formats/, its declaration there, and a row here.
constexpr std::array kFormats{
    Format{"table", Audience::people, make_table},
    Format{"tsv", Audience::sheets, make_tsv},
    Format{"json", Audience::programs, make_json},
    Format{"jsonl", Audience::programs, make_json_lines},
    Format{"csv", Audience::sheets, make_csv},
    Format{"markdown", Audience::people, make_markdown},
};

}  // namespace

void Renderer::link(std::size_t /*column*/, std::string_view /*url*/) {}

std::span<const Format> formats() noexcept {
    return kFormats;
}

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    names.reserve(kFormats.size());
    for (const Format& format : kFormats) names.emplace_back(format.name);
    return names;
}

const Format& format_named(std::string_view name) {
    const auto* const found =
        std::find_if(kFormats.begin(), kFormats.end(),
                     [&](const Format& format) { return format.name == name; });
    if (found == kFormats.end()) {
        throw Error(ErrorCode::usage, fmt::format("--format: there is no format '{}'", name));
    }
    return *found;
}

}  // namespace feedarc::render
