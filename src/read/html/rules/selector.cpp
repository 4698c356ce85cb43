#include "read/html/rules/selector.hpp"

#include "read/html/rules/selector_error.hpp"

namespace feedarc::read {
namespace {

constexpr std::string_view kXPathPrefix = "xpath:";

}  // namespace

bool is_xpath(std::string_view text) noexcept {
    return text.starts_with('/') || text.starts_with("./") || text.starts_with('(') ||
           text.starts_with(kXPathPrefix);
}

Selector parse_selector(std::string_view text) {
    if (!is_xpath(text)) return parse_css(text);
    const std::size_t begin = text.starts_with(kXPathPrefix) ? kXPathPrefix.size() : 0;
    try {
        return XPath(text.substr(begin));
    } catch (const SelectorError& error) {
        throw SelectorError(begin + error.at(), error.what());
    }
}

}  // namespace feedarc::read
