#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render::site {

/// Writes an HTML document, element by element. All texts and values of attributes are escaped
/// here, and what is unsafe in them is made visible; names are those of the program.
class Html {
public:
    struct Attribute {
        std::string_view name;
        std::string_view value;
    };
    using Attributes = std::initializer_list<Attribute>;

    Html& open(std::string_view name, Attributes attributes = {});
    /// The end of the element that was opened last. Void elements have none.
    Html& close();
    Html& text(std::string_view text);
    /// An element with a text and nothing else.
    Html& element(std::string_view name, std::string_view text, Attributes attributes = {});

    /// Text of a page: in the direction and the language that it has by itself.
    Html& foreign(std::string_view name, std::string_view text, Attributes attributes = {});

    /// The document. Throws Error(internal) where an element is still open.
    [[nodiscard]] std::string finish();

private:
    void begin(std::string_view name, Attributes attributes);

    std::string html_ = "<!DOCTYPE html>\n";
    std::vector<std::string_view> open_;  // their names are literals
};

/// The language of a text, where its script tells it (RFC 5646): of kana `ja`, of Hangul `ko`, of
/// Han without both `zh`, and so on. Empty where it does not, which HTML takes for unknown.
[[nodiscard]] std::string_view language_of(std::string_view text);

}  // namespace feedarc::render::site
