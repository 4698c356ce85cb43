#include <feedarc/search.hpp>

#include "text/search_query.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cstddef>

namespace feedarc {
namespace {

constexpr std::size_t kShownBefore = 20;  // characters before the first match
constexpr std::size_t kShown = 80;        // characters in all
constexpr std::string_view kMark = "**";
constexpr std::string_view kCut = "…";

// Where the character begins that stands `count` characters before `at`, or the first one.
std::size_t before(std::string_view text, std::size_t at, std::size_t count) {
    while (at > 0 && count > 0) {
        --at;
        if (!text::is_continuation(text[at])) --count;
    }
    return at;
}

std::size_t behind(std::string_view text, std::size_t at, std::size_t count) {
    for (; at < text.size() && count > 0; --count) (void)text::next_character(text, at);
    return at;
}

std::string passage(std::string_view text, const text::SearchQuery::Spans& spans) {
    const std::size_t begin = before(text, spans.front().first, kShownBefore);
    const std::size_t end = std::max(behind(text, begin, kShown), spans.front().second);
    std::string shown(begin > 0 ? kCut : "");
    std::size_t at = begin;
    for (const auto& [first, last] : spans) {
        if (last > end) break;
        shown += text.substr(at, first - at);
        shown += kMark;
        shown += text.substr(first, last - first);
        shown += kMark;
        at = last;
    }
    shown += text.substr(at, end - at);
    if (end < text.size()) shown += kCut;
    return shown;
}

std::string passage_of(const Entry& entry, const text::SearchQuery& query) {
    if (const auto spans = query.found_in(entry.excerpt, false); !spans.empty()) {
        return passage(entry.excerpt, spans);
    }
    const auto spans = query.found_in(entry.title, true);
    return spans.empty() ? std::string() : passage(entry.title, spans);
}

}  // namespace

std::string passage_of(Archive& archive, const Record& record, std::string_view query) {
    const text::SearchQuery searched(query);
    std::string best = passage_of(record.best, searched);
    if (!best.empty() || record.revisions < 2) return best;
    const auto revisions = archive.revisions(record.id);
    for (auto revision = revisions.rbegin(); revision != revisions.rend(); ++revision) {
        best = passage_of(revision->entry, searched);
        if (!best.empty()) break;
    }
    return best;
}

}  // namespace feedarc
