#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// An estimate of the elements that an HTML parser has open, followed tag by tag in amortised
/// constant time. The rules are those of the HTML standard, 13.2.6 "Tree construction", without the
/// adoption agency (an element that it would take out of the middle stays).
class OpenElements {
public:
    OpenElements();

    using Name = std::uint16_t;

    /// `name` in lower case.
    [[nodiscard]] static Name name_of(std::string_view name) noexcept;

    void start(Name name, bool self_closing);
    void end(Name name);

    [[nodiscard]] std::size_t count() const noexcept { return stack_.size(); }

    /// Whether the content of this element, if it starts now, is text up to its own end tag.
    [[nodiscard]] bool starts_raw_text(Name name) const noexcept;

private:
    // Names that no rule knows share this many places by their hash.
    static constexpr std::size_t kOtherNames = 512;
    static constexpr std::size_t kKnownNames = 128;

    // A place is an index of the stack plus one, so that 0 means "none". Higher is further in.
    using Place = std::uint32_t;

    struct Open {
        Name name = 0;
        Place same_below = 0;
        Place special_below = 0;
        Place item_barrier_below = 0;
        Place scope_below = 0;
    };

    [[nodiscard]] Place last(Name name) const noexcept { return last_[name]; }
    [[nodiscard]] Place last_heading() const noexcept;
    [[nodiscard]] Place foreign_root() const noexcept;
    [[nodiscard]] bool in_foreign() const noexcept;
    [[nodiscard]] bool top_is(Name name) const noexcept;
    void push(Name name);
    void close_from(Place place);
    void close_if_above(Place place, Place barrier);
    bool start_in_foreign(Name name, bool self_closing);
    bool start_in_table(Name name);
    void close_implied(Name name);

    std::vector<Open> stack_;
    std::array<Place, kKnownNames + kOtherNames> last_{};
    Place special_ = 0;  // innermost special element
    Place item_barrier_ =
        0;             // the same, but not address, div and p: what ends the search for a <li>
    Place scope_ = 0;  // innermost element that end tags do not reach across
};

}  // namespace feedarc::read
