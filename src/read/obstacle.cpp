#include "read/obstacle.hpp"

#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::read {
namespace {

// More entries than these are a listing, whatever its title says.
constexpr std::size_t kMostEntries = 2;

// A longer first line is a sentence.
constexpr std::size_t kLongestTitle = 120;

struct Phrase {
    std::string_view text;  // case folded
    std::string_view obstacle;
    bool whole;  // counts only as the whole title, or as one of its parts ("Log in | Example")
};

constexpr std::array kPhrases{
    Phrase{"just a moment", "captcha", false},
    Phrase{"attention required", "captcha", false},
    Phrase{"are you a robot", "captcha", false},
    Phrase{"not a robot", "captcha", false},
    Phrase{"robot check", "captcha", false},
    Phrase{"captcha", "captcha", false},
    Phrase{"security check", "captcha", false},
    Phrase{"human verification", "captcha", false},
    Phrase{"verify you are human", "captcha", false},
    Phrase{"checking your browser", "captcha", false},
    Phrase{"pardon our interruption", "captcha", false},
    Phrase{"安全验证", "captcha", false},
    Phrase{"访问验证", "captcha", false},
    Phrase{"人机验证", "captcha", false},
    Phrase{"请完成验证", "captcha", false},
    Phrase{"验证码", "captcha", false},
    Phrase{"access denied", "denied", false},
    Phrase{"access to this page has been denied", "denied", false},
    Phrase{"403 forbidden", "denied", false},
    Phrase{"forbidden", "denied", true},
    Phrase{"request blocked", "denied", false},
    Phrase{"访问被拒绝", "denied", false},
    Phrase{"拒绝访问", "denied", false},
    Phrase{"404 not found", "error", false},
    Phrase{"page not found", "error", false},
    Phrase{"not found", "error", true},
    Phrase{"404", "error", true},
    Phrase{"429 too many requests", "error", false},
    Phrase{"too many requests", "error", false},
    Phrase{"internal server error", "error", false},
    Phrase{"bad gateway", "error", false},
    Phrase{"service unavailable", "error", false},
    Phrase{"service temporarily unavailable", "error", false},
    Phrase{"gateway time-out", "error", false},
    Phrase{"gateway timeout", "error", false},
    Phrase{"application error", "error", true},
    Phrase{"error", "error", true},
    Phrase{"页面不存在", "error", false},
    Phrase{"页面找不到", "error", false},
    Phrase{"服务器错误", "error", false},
    Phrase{"ページが見つかりません", "error", false},
    Phrase{"log in", "login", true},
    Phrase{"login", "login", true},
    Phrase{"sign in", "login", true},
    Phrase{"signin", "login", true},
    Phrase{"登录", "login", true},
    Phrase{"登入", "login", true},
    Phrase{"ログイン", "login", true},
    Phrase{"로그인", "login", true},
    Phrase{"anmelden", "login", true},
    Phrase{"connexion", "login", true},
    Phrase{"iniciar sesión", "login", true},
    Phrase{"вход", "login", true},
    Phrase{"maintenance", "maintenance", true},
    Phrase{"under maintenance", "maintenance", false},
    Phrase{"down for maintenance", "maintenance", false},
    Phrase{"maintenance mode", "maintenance", false},
    Phrase{"scheduled maintenance", "maintenance", false},
    Phrase{"系统维护", "maintenance", false},
    Phrase{"网站维护", "maintenance", false},
    Phrase{"メンテナンス中", "maintenance", false},
    Phrase{"wartungsarbeiten", "maintenance", false},
};

std::string_view first_line(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    return line.size() <= kLongestTitle ? line : std::string_view{};
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

bool is_part(std::string_view title, std::string_view phrase) {
    constexpr std::array<std::string_view, 8> kBetween{"|", " - ", " – ", " — ",
                                                       "·", ":",   "»",   "!"};
    const std::size_t at = title.find(phrase);
    if (at == std::string_view::npos) return false;
    const auto before = trimmed(title.substr(0, at));
    const auto behind = trimmed(title.substr(at + phrase.size()));
    const auto parts = [&](std::string_view side, bool ends) {
        return side.empty() ||
               std::any_of(kBetween.begin(), kBetween.end(), [&](std::string_view mark) {
                   mark = trimmed(mark);
                   return ends ? side.ends_with(mark) : side.starts_with(mark);
               });
    };
    return parts(before, true) && parts(behind, false);
}

}  // namespace

std::string obstacle_of(const Page& page, std::string_view text) {
    if (page.entries.size() > kMostEntries) return {};
    const std::string_view title = page.title.empty() ? first_line(text) : page.title;
    if (title.empty()) return {};
    const std::string folded = text::fold(std::string(title));
    for (const Phrase& phrase : kPhrases) {
        const bool found = phrase.whole ? is_part(folded, phrase.text)
                                        : folded.find(phrase.text) != std::string::npos;
        if (found) return std::string(phrase.obstacle);
    }
    return {};
}

}  // namespace feedarc::read
