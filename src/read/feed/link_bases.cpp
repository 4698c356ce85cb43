#include "read/feed/link_bases.hpp"

#include "text/url.hpp"

#include <cstring>

namespace feedarc::read {
namespace {

// No feed comes near these bounds; without them each link of a hostile one could cost a walk.
constexpr int kMostElements = 64;
constexpr int kMostAttributes = 256;
constexpr int kMostBases = 16;
constexpr std::size_t kMostKeptBytes = 8U << 20U;

const char* own_base(pugi::xml_node element, int& attributes) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (++attributes > kMostAttributes) break;
        if (std::strcmp(attribute.name(), "xml:base") == 0) return attribute.value();
    }
    return nullptr;
}

}  // namespace

std::string LinkBases::at(pugi::xml_node element, int depth) {
    int attributes = 0;
    const char* base = nullptr;
    for (int i = 0; element && i < kMostElements; ++i, element = element.parent()) {
        base = own_base(element, attributes);
        if (base != nullptr) break;
    }
    if (base == nullptr || depth >= kMostBases) return outer_;
    if (const auto found = known_.find(element.hash_value()); found != known_.end()) {
        return found->second;
    }
    std::string outside = at(element.parent(), depth + 1);
    std::string resolved = text::resolve_url(base, outside).value_or(std::move(outside));
    if (kept_bytes_ > kMostKeptBytes) {
        known_.clear();
        kept_bytes_ = 0;
    }
    kept_bytes_ += resolved.size() + sizeof(std::string);
    known_.emplace(element.hash_value(), resolved);
    return resolved;
}

}  // namespace feedarc::read
