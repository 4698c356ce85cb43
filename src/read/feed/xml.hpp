#pragma once

#include <feedarc/read.hpp>

#include <pugixml.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::read {

/// Whose word an element is, whatever prefix it has: of a feed format itself, or of a module that
/// readers know.
enum class Vocabulary { feed, rdf, dublin_core, content, media, itunes, feedburner, xhtml, other };

/// The name of an element: its vocabulary, and its local name in lower case.
struct FeedName {
    Vocabulary vocabulary = Vocabulary::other;
    std::string local;

    [[nodiscard]] bool is(Vocabulary wanted, std::string_view name) const noexcept {
        return vocabulary == wanted && local == name;
    }
};

/// The tree of an XML feed, from pugixml, which reads no DTD, expands no entity and opens no file.
/// A feed that is not well-formed is mended first, as far as it can be.
class FeedXml {
public:
    /// Takes valid UTF-8, whatever an XML declaration says. Throws Error(limit) over `parse_bytes`.
    FeedXml(std::string_view xml, const ReadLimits& limits);

    [[nodiscard]] pugi::xml_node document() const noexcept { return document_.root(); }
    [[nodiscard]] const std::vector<std::string>& warnings() const noexcept { return warnings_; }

    /// By the namespace that its prefix stands for there; an undeclared prefix stands for what it
    /// usually does.
    [[nodiscard]] static FeedName name_of(pugi::xml_node element);

private:
    std::string text_;  // pugixml's tree refers to it
    pugi::xml_document document_;
    std::vector<std::string> warnings_;
};

/// The value of an attribute, whatever its case and prefix; empty where there is none.
[[nodiscard]] std::string_view attribute_of(pugi::xml_node element, std::string_view name);

/// The text of an element and of all within it, verbatim.
[[nodiscard]] std::string text_of(pugi::xml_node element);

/// Appends a text so that HTML reads it as text.
void append_escaped(std::string& html, std::string_view text);

/// What is in an element, as HTML: local names without attributes, text escaped.
[[nodiscard]] std::string markup_of(pugi::xml_node element);

/// The node behind one in the order of the document, within `root`; its subtree left out where
/// `skip_children`. Null at the end.
[[nodiscard]] pugi::xml_node next_node(pugi::xml_node node, pugi::xml_node root,
                                       bool skip_children = false);

}  // namespace feedarc::read
