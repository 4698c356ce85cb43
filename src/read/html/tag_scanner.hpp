#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace feedarc::read {

/// Finds the tags of a page as HTML's tokenizer would (HTML, 13.2.5), without building anything.
/// The text of raw elements (`<script>`, `<title>` ...) is told from markup only if the caller
/// skips it: whether an element is raw depends on where it stands.
class TagScanner {
public:
    struct Tag {
        std::size_t begin = 0;  ///< of its `<`
        std::size_t attributes = 0;
        bool is_end = false;
        bool self_closing = false;

        /// In lower case, cut after 16 characters.
        [[nodiscard]] std::string_view name() const noexcept { return {bytes.data(), size}; }

        std::array<char, 16> bytes{};
        std::size_t size = 0;
    };

    explicit TagScanner(std::string_view html) noexcept : html_(html) {}

    /// Goes to the next tag, over comments and declarations. False at the end, or at a tag without
    /// one.
    bool next() noexcept;

    [[nodiscard]] const Tag& tag() const noexcept { return tag_; }
    /// Behind the tag; or what skip_raw_text() went to.
    [[nodiscard]] std::size_t position() const noexcept { return at_; }

    /// Whether a `<![` was passed, which is a comment in HTML, but text in SVG and MathML.
    [[nodiscard]] bool passed_cdata() const noexcept { return passed_cdata_; }

    /// Goes to the end tag of that name, which next() then gives; or to the end of the page.
    void skip_raw_text(std::string_view name) noexcept;

private:
    bool go_to(char c) noexcept;
    void skip_behind(char c) noexcept;
    void skip_comment() noexcept;
    bool read_tag(bool is_end) noexcept;
    bool read_attributes() noexcept;
    bool skip_attribute() noexcept;

    std::string_view html_;
    std::size_t at_ = 0;
    bool passed_cdata_ = false;
    Tag tag_;
};

}  // namespace feedarc::read
