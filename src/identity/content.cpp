#include <feedarc/fingerprint.hpp>
#include <feedarc/identity.hpp>

#include "identity/link_keys.hpp"
#include "identity/normal_text.hpp"
#include "identity/text_keys.hpp"
#include "text/url.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace feedarc {
namespace {

constexpr std::size_t kDay = sizeof "2026-01-11" - 1;

// What still tells an article whose permalink has moved.
void add_title_keys(const Entry& entry, Content& content) {
    const std::string title = normalise(entry.title);
    if (title.empty()) return;
    const std::string slug = text::slug_of(entry.url);
    if (entry.published.precision >= DatePrecision::day) {
        const std::string day = entry.published.value.substr(0, kDay);
        content.title_and_day = FieldHash().add(title).add(day).finish();
    }
    const std::string name = slug.empty() ? text::path_of(entry.url) : slug;
    content.title_and_slug = FieldHash().add(title).add(name).finish();
}

}  // namespace

const char* to_string(EvidenceKind kind) noexcept {
    switch (kind) {
        case EvidenceKind::correction: return "correction";
        case EvidenceKind::permalink: return "permalink";
        case EvidenceKind::guid: return "guid";
        case EvidenceKind::fingerprint: return "fingerprint";
        case EvidenceKind::title_and_day: return "title-and-day";
        case EvidenceKind::title_and_slug: return "title-and-slug";
        case EvidenceKind::truncation: return "truncation";
        case EvidenceKind::near_duplicate: return "near-duplicate";
    }
    return "";
}

Hash128 content_hash(const Entry& entry) {
    return FieldHash()
        .add(entry.title)
        .add(entry.url)
        .add(entry.guid)
        .add(entry.category)
        .add(entry.published.value)
        .add(static_cast<std::int64_t>(entry.published.precision))
        .add(entry.excerpt)
        .finish();
}

LinkKeys link_keys(const Entry& entry) {
    LinkKeys keys;
    if (!entry.guid.empty()) keys.guid = hash_of(entry.guid);
    // A front page is no entry's own where a GUID names it.
    if (!keys.guid || !text::is_front_page(entry.url)) {
        if (const auto url = text::canonical_url(entry.url)) keys.permalink = hash_of(*url);
    }
    return keys;
}

Content make_content(Entry entry) {
    Content content;
    content.hash = content_hash(entry);
    const std::string excerpt = normalise(entry.excerpt);
    content.text = identity_text(entry.title, excerpt);
    const LinkKeys links = link_keys(entry);
    content.permalink = links.permalink;
    content.guid = links.guid;
    if (content.permalink) add_title_keys(entry, content);
    content.text_keys = make_text_keys(entry.title, excerpt);
    content.entry = std::move(entry);
    content.entry.age.reset();
    return content;
}

}  // namespace feedarc
