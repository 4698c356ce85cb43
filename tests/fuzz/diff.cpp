// Any two texts have a diff that gives both of them back. The input is cut in two at its first NUL,
// or in the middle.

#include <feedarc/text_diff.hpp>

#include "text/words.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sound(std::string_view before, std::string_view after) {
    using Kind = feedarc::DiffPiece::Kind;
    std::string earlier;
    std::string later;
    for (const feedarc::DiffPiece& piece : feedarc::diff_texts(before, after)) {
        require(!piece.text.empty());
        require(before != after || piece.kind == Kind::same);
        if (piece.kind != Kind::added) earlier += piece.text;
        if (piece.kind != Kind::removed) later += piece.text;
    }
    require(earlier == before && later == after);
}

void require_words(std::string_view text) {
    std::size_t last = 0;
    for (const std::size_t end : feedarc::text::word_ends(text)) {
        require(end > last);
        last = end;
    }
    require(last == text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t nul = bytes.find('\0');
    const std::size_t cut = nul == std::string_view::npos ? size / 2 : nul;
    const std::string_view before = bytes.substr(0, cut);
    const std::string_view after = bytes.substr(nul == std::string_view::npos ? cut : cut + 1);
    require_words(before);
    require_sound(before, after);
    require_sound(after, before);
    require_sound(before, before);
    return 0;
}
