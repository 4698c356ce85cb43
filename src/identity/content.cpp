#include <feedarc/identity.hpp>

#include "text/url.hpp"

#include <utility>

namespace feedarc {

const char* to_string(EvidenceKind kind) noexcept {
    switch (kind) {
        case EvidenceKind::permalink: return "permalink";
        case EvidenceKind::guid: return "guid";
        case EvidenceKind::fingerprint: return "fingerprint";
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

Content make_content(Entry entry) {
    Content content;
    content.hash = content_hash(entry);
    content.text = identity_text(entry);
    if (const auto url = text::canonical_url(entry.url)) content.permalink = hash_of(*url);
    if (!entry.guid.empty()) content.guid = hash_of(entry.guid);
    content.entry = std::move(entry);
    content.entry.age.reset();
    return content;
}

}  // namespace feedarc
