#include "read/html/tag_scanner.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace feedarc::read {
namespace {

using base::is_letter;
using base::to_lower;

constexpr bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

}  // namespace

bool TagScanner::go_to(char c) noexcept {
    at_ = std::min(html_.find(c, at_), html_.size());
    return at_ < html_.size();
}

void TagScanner::skip_behind(char c) noexcept {
    if (go_to(c)) ++at_;
}

bool TagScanner::next() noexcept {
    while (go_to('<') && at_ + 1 < html_.size()) {
        const char c = html_[at_ + 1];
        if (is_letter(c)) return read_tag(false);
        if (c == '/' && at_ + 2 < html_.size() && is_letter(html_[at_ + 2])) return read_tag(true);
        if (html_.substr(at_).starts_with("<!--")) {
            skip_comment();
        } else if (c == '!' || c == '?' || c == '/') {
            passed_cdata_ = passed_cdata_ || html_.substr(at_).starts_with("<![");
            skip_behind('>');
        } else {
            ++at_;
        }
    }
    at_ = html_.size();
    return false;
}

// HTML, 13.2.5.43 and following: ends at `-->` and `--!>`; `<!-->` and `<!--->` are whole.
void TagScanner::skip_comment() noexcept {
    at_ += 4;
    if (html_.substr(at_).starts_with('>') || html_.substr(at_).starts_with("->")) {
        return skip_behind('>');
    }
    for (; (at_ = html_.find("--", at_)) != std::string_view::npos; ++at_) {
        const std::string_view rest = html_.substr(at_ + 2);
        if (rest.starts_with('>') || rest.starts_with("!>")) return skip_behind('>');
    }
    at_ = html_.size();
}

bool TagScanner::read_tag(bool is_end) noexcept {
    tag_.begin = at_;
    tag_.attributes = 0;
    tag_.is_end = is_end;
    tag_.self_closing = false;
    tag_.size = 0;
    at_ += is_end ? 2 : 1;
    for (; at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>';
         ++at_) {
        if (tag_.size < tag_.bytes.size()) tag_.bytes[tag_.size++] = to_lower(html_[at_]);
    }
    if (read_attributes()) return true;
    at_ = html_.size();
    return false;
}

// Moves behind the tag's `>`.
bool TagScanner::read_attributes() noexcept {
    while (at_ < html_.size()) {
        const char c = html_[at_++];
        if (c == '>') return true;
        tag_.self_closing = c == '/';
        if (is_space(c) || c == '/') continue;
        ++tag_.attributes;
        if (!skip_attribute()) return false;
    }
    return false;
}

// From behind the first character of an attribute's name to behind its value.
bool TagScanner::skip_attribute() noexcept {
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' && html_[at_] != '>' &&
           html_[at_] != '=') {
        ++at_;
    }
    std::size_t next = at_;
    while (next < html_.size() && is_space(html_[next])) ++next;
    if (next >= html_.size()) return false;
    if (html_[next] != '=') return true;
    at_ = next + 1;
    while (at_ < html_.size() && is_space(html_[at_])) ++at_;
    if (at_ >= html_.size()) return false;
    if (const char quote = html_[at_]; quote == '"' || quote == '\'') {
        ++at_;
        skip_behind(quote);
        return at_ < html_.size();
    }
    while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '>') ++at_;
    return true;
}

void TagScanner::skip_raw_text(std::string_view name) noexcept {
    for (; go_to('<'); ++at_) {
        const std::string_view rest = html_.substr(at_);
        if (rest.size() < name.size() + 3 || rest[1] != '/') continue;
        const char behind = rest[name.size() + 2];
        if (!is_space(behind) && behind != '/' && behind != '>') continue;
        if (std::equal(name.begin(), name.end(), rest.begin() + 2,
                       [](char one, char other) { return one == to_lower(other); })) {
            return;
        }
    }
}

}  // namespace feedarc::read
