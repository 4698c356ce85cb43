#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Takes the pieces of a CSS selector one after the other (CSS Syntax Level 3, 4.3).
class CssScanner {
public:
    explicit CssScanner(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t at() const noexcept { return at_; }
    [[nodiscard]] bool done() const noexcept { return at_ == text_.size(); }
    /// The byte here, or `ahead` further on; NUL behind the end.
    [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    bool accept(char byte) noexcept;
    /// White space and comments; whether there were any.
    bool skip_space();

    [[nodiscard]] bool is_name_here() const noexcept;
    /// A name with its escapes taken out. `what` says what it names where there is none: "a class".
    std::string name(std::string_view what);
    /// A text in quotes, or a name.
    std::string value();
    /// Digits; nothing where there are none.
    std::optional<std::int64_t> number();

    [[noreturn]] void fail(const std::string& message) const { fail_at(at_, message); }
    [[noreturn]] static void fail_at(std::size_t at, const std::string& message);

private:
    std::string quoted();
    void escape(std::string& into);

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace feedarc::read
