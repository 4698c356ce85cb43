#pragma once

#include "render/renderer.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace feedarc::render {

[[nodiscard]] std::unique_ptr<Renderer> make_table(std::ostream& out, const Style& style);
[[nodiscard]] std::unique_ptr<Renderer> make_tsv(std::ostream& out, const Style& style);
[[nodiscard]] std::unique_ptr<Renderer> make_json(std::ostream& out, const Style& style);
[[nodiscard]] std::unique_ptr<Renderer> make_json_lines(std::ostream& out, const Style& style);
[[nodiscard]] std::unique_ptr<Renderer> make_csv(std::ostream& out, const Style& style);
[[nodiscard]] std::unique_ptr<Renderer> make_markdown(std::ostream& out, const Style& style);

/// A text as Markdown, made visible: no markup, no link.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace feedarc::render
