#pragma once

#include <feedarc/hash.hpp>

#include <string>
#include <string_view>
#include <unordered_set>

namespace feedarc::app {

/// What many like texts show, each stretch of it once: a prefix with which each of them packs to
/// next to nothing.
///
/// Texts are cut into pieces where their bytes say so, so that an insertion moves no cut but those
/// beside it. A piece that was there before is left out; but for a short run of such pieces between
/// new ones, since stretches that hang together pack better than they are large.
class SharedText {
public:
    void add(std::string_view bytes);

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::unordered_set<Hash128> known_;
    std::string text_ = "\n";  // which no dictionary of zstd begins with
};

}  // namespace feedarc::app
