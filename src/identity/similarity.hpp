#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace feedarc {

/// How much of a text another one holds: the part of its different runs that are found there, from
/// 0 to 1; 0 where it has none.
struct Shared {
    double whole = 0;
    double head = 0;  ///< of those that begin in the first 40 %
    double tail = 0;  ///< of those that begin in the last 40 %
    double end = 0;   ///< of the last 24, repeated ones too
};

/// The different runs of four characters (code points) of a normalised text, by hashes of 64 bits.
class Runs {
public:
    explicit Runs(std::string_view utf8);

    [[nodiscard]] std::size_t size() const noexcept { return different_; }
    [[nodiscard]] bool contains(std::uint64_t run) const noexcept;
    [[nodiscard]] Shared shared_with(const Runs& other) const;

private:
    struct Place {
        std::uint64_t run = 0;
        bool first = false;  ///< it did not stand before
    };

    std::vector<Place> places_;         // of the text, in order
    std::vector<std::uint64_t> table_;  // open addressing; 0: free
    std::size_t different_ = 0;
};

/// Texts of which the shorter one shares less are about something else; those that share more are
/// variants of one text (docs/identity.md, "The ladder").
inline constexpr double kUnrelatedTexts = 0.3;
inline constexpr double kVariantTexts = 0.8;

/// How much of the shorter of two normalised texts the other one holds. 0 where one of them has
/// less than four characters.
[[nodiscard]] double shared_part(std::string_view one, std::string_view other);

}  // namespace feedarc
