#include "read/feed/entry_draft.hpp"

#include "text/loose_date.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/width.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace feedarc::read {
namespace {

// Of one entry and field; a hostile feed may offer any number.
constexpr std::size_t kMostCandidates = 64;

// A text alone is a title up to this width: as in the reader of text.
constexpr std::size_t kMostTitleColumns = 88;

bool is_title(std::string_view text) {
    if (text.ends_with("...") || text.ends_with("…") || text.size() > kMostTitleColumns * 4) {
        return false;
    }
    return text::display_width(text) <= kMostTitleColumns;
}

// `www.example.org/a`, and `example.org/a` in a feed of example.org, are addresses without their
// scheme and no relative references.
std::string with_scheme(std::string_view reference, std::string_view base) {
    const auto begin = reference.find_first_not_of(" \t\r\n");
    const auto bare = reference.substr(begin == std::string_view::npos ? 0 : begin);
    if (bare.starts_with("http") || bare.find('.') > bare.find('/')) return std::string(reference);
    const std::string host = text::host_of(base);
    const bool of_host = !host.empty() && host.find('.') != std::string::npos &&
                         bare.size() > host.size() && bare.starts_with(host) &&
                         bare[host.size()] == '/';
    const bool www = bare.starts_with("www.") && bare.find('.', 4) != std::string_view::npos;
    if (!of_host && !www) return std::string(reference);
    return (base.starts_with("https:") ? "https://" : "http://") + std::string(bare);
}

}  // namespace

std::string plain_of(const FeedText& text, PlainText& plain) {
    switch (text.kind) {
        case TextKind::html: return plain.from_html(text.text);
        case TextKind::either: return plain.from_either(text.text);
        case TextKind::text: break;
    }
    text::Repairs repairs;
    return text::fold_space(text::repair_utf8(text.text, repairs));
}

bool has_content(const Entry& entry) noexcept {
    return !entry.title.empty() || !entry.excerpt.empty() || !entry.url.empty() ||
           !entry.guid.empty() || !entry.published.value.empty();
}

void EntryDraft::offer(std::vector<Ranked>& candidates, int rank, FeedText text) {
    if (text.text.empty() || candidates.size() >= kMostCandidates) return;
    const auto behind =
        std::find_if(candidates.begin(), candidates.end(),
                     [rank](const Ranked& candidate) { return candidate.rank < rank; });
    candidates.insert(behind, {rank, std::move(text)});
}

void EntryDraft::offer_title(int rank, FeedText title) {
    offer(titles_, rank, std::move(title));
}
void EntryDraft::offer_excerpt(int rank, FeedText excerpt) {
    offer(excerpts_, rank, std::move(excerpt));
}
void EntryDraft::offer_category(int rank, FeedText category) {
    // Services name the kind of an entry by a URL, which is no category of its site.
    if (category.text.starts_with("http:") || category.text.starts_with("https:")) return;
    offer(categories_, rank, std::move(category));
}
void EntryDraft::offer_date(int rank, std::string_view date) {
    offer(dates_, rank, {std::string(date), TextKind::text});
}

void EntryDraft::offer_link(int rank, std::string_view reference, std::string_view base) {
    if (rank <= link_.rank || reference.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return;
    }
    if (auto url = text::resolve_url(with_scheme(reference, base), base)) {
        link_ = {rank, std::move(*url)};
    }
}

void EntryDraft::offer_guid(int rank, std::string_view guid) {
    if (rank <= guid_.rank) return;
    text::Repairs repairs;
    std::string folded = text::fold_space(text::repair_utf8(std::string(guid), repairs));
    if (!folded.empty()) guid_ = {rank, {std::move(folded), TextKind::text}};
}

std::string EntryDraft::best(const std::vector<Ranked>& candidates, PlainText& plain) {
    for (const Ranked& candidate : candidates) {
        if (std::string text = plain_of(candidate.text, plain); !text.empty()) return text;
    }
    return {};
}

Published EntryDraft::published() const {
    Published found;
    int rank = 0;
    for (const Ranked& candidate : dates_) {
        if (rank > candidate.rank) break;
        if (auto date = text::parse_loose_date(candidate.text.text)) {
            found = std::move(*date);
            rank = candidate.rank;
        }
    }
    return found;
}

Entry EntryDraft::finish(PlainText& plain) const {
    Entry entry;
    entry.title = best(titles_, plain);
    entry.excerpt = best(excerpts_, plain);
    // An entry without a title is called by its text, where that is short.
    if (entry.title.empty() && is_title(entry.excerpt)) entry.title = entry.excerpt;
    entry.url = link_.url;
    entry.guid = guid_.text.text;
    entry.category = best(categories_, plain);
    entry.published = published();
    return entry;
}

}  // namespace feedarc::read
