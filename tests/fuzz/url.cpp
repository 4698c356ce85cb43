// A reference and a base give a URL that stands for itself, or none; its canonical form is its own.

#include "text/url.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_plain(std::string_view url) {
    return std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace text = feedarc::text;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    // The base is on the first line.
    const std::size_t line = std::min(input.find('\n'), input.size());
    const std::string_view base = input.substr(0, line);
    const std::string_view reference = input.substr(std::min(line + 1, input.size()));

    const auto url = text::resolve_url(reference, base);
    if (!url) return 0;
    require(url->size() <= 8192 && is_plain(*url));
    require(text::resolve_url(*url, {}) == url);
    require(!text::host_of(*url).empty());

    const auto canonical = text::canonical_url(*url);
    if (!canonical) return 0;  // escaping made it too long
    require(is_plain(*canonical));
    require(text::canonical_url(*canonical) == canonical);
    return 0;
}
