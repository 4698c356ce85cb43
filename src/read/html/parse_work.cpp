#include "read/html/parse_work.hpp"

#include "read/html/open_elements.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace feedarc::read {
namespace {

constexpr bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

constexpr bool is_letter(char c) {
    const auto lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'z';
}

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// A bound that needs no look at the structure: n tags can have at most n elements open, and in
// front of each attribute stands a space, a slash or the quote that ends the one before.
std::size_t most_work(std::string_view html) {
    std::size_t tags = 0;
    std::size_t separators = 0;
    while (!html.empty()) {
        // Counters of a byte and a fixed length let the compiler look at 16 bytes at once.
        std::array<char, 192> piece{};
        const std::size_t size = std::min(html.size(), piece.size());
        std::memcpy(piece.data(), html.data(), size);
        std::uint8_t tags_here = 0;
        std::uint8_t separators_here = 0;
        for (const char c : piece) {
            tags_here = static_cast<std::uint8_t>(tags_here + (c == '<'));
            // All of white space, and some controls, which does no harm to a bound.
            const bool separates = (c >= '\t' && c <= ' ') || c == '/' || c == '"' || c == '\'';
            separators_here = static_cast<std::uint8_t>(separators_here + separates);
        }
        tags += tags_here;
        separators += separators_here;
        html.remove_prefix(size);
    }
    return tags * tags / 2 + separators * separators / 2;
}

// One tag as the tokenizer sees it.
struct Tag {
    std::array<char, 16> name_bytes{};  // in lower case; longer names are cut
    std::size_t name_size = 0;
    std::size_t attributes = 0;
    bool is_end = false;
    bool self_closing = false;

    [[nodiscard]] std::string_view name() const { return {name_bytes.data(), name_size}; }
};

class Scan {
public:
    Scan(std::string_view html, std::size_t enough) : html_(html), enough_(enough) {}

    std::size_t run() {
        while (work_ <= enough_ && next_markup()) {
            if (at_ + 1 >= html_.size()) break;
            const char c = html_[at_ + 1];
            if (is_letter(c)) {
                if (!tag(false)) break;
            } else if (c == '/') {
                if (at_ + 2 < html_.size() && is_letter(html_[at_ + 2])) {
                    if (!tag(true)) break;
                } else {
                    skip_behind('>');
                }
            } else if (html_.substr(at_).starts_with("<!--")) {
                skip_comment();
            } else if (c == '!' || c == '?') {
                skip_behind('>');
            } else {
                ++at_;
            }
        }
        return std::min(work_, enough_ + 1);
    }

private:
    bool next_markup() {
        at_ = html_.find('<', at_);
        return at_ != std::string_view::npos;
    }

    void skip_behind(char c) {
        const std::size_t found = html_.find(c, at_);
        at_ = found == std::string_view::npos ? html_.size() : found + 1;
    }

    // HTML, 13.2.5.43 and following: ends at `-->` and `--!>`; `<!-->` and `<!--->` are whole.
    void skip_comment() {
        at_ += 4;
        if (html_.substr(at_).starts_with('>') || html_.substr(at_).starts_with("->")) {
            return skip_behind('>');
        }
        while ((at_ = html_.find("--", at_)) != std::string_view::npos) {
            at_ += 2;
            const std::string_view rest = html_.substr(at_);
            if (rest.starts_with('>') || rest.starts_with("!>")) return skip_behind('>');
            --at_;  // `--->`
        }
        at_ = html_.size();
    }

    // False at an unfinished tag, which ends the page.
    bool tag(bool is_end) {
        Tag tag;
        tag.is_end = is_end;
        at_ += is_end ? 2 : 1;
        while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' &&
               html_[at_] != '>') {
            if (tag.name_size < tag.name_bytes.size()) {
                tag.name_bytes[tag.name_size++] = to_lower(html_[at_]);
            }
            ++at_;
        }
        if (!attributes(tag)) return false;
        count(tag);
        return true;
    }

    // Moves behind the tag's `>`.
    bool attributes(Tag& tag) {
        while (at_ < html_.size()) {
            const char c = html_[at_];
            if (c == '>') {
                ++at_;
                return true;
            }
            tag.self_closing = c == '/';
            ++at_;
            if (is_space(c) || c == '/') continue;
            ++tag.attributes;
            if (!value()) return false;
        }
        return false;
    }

    // Behind the first character of an attribute's name: moves behind its value.
    bool value() {
        while (at_ < html_.size() && !is_space(html_[at_]) && html_[at_] != '/' &&
               html_[at_] != '>' && html_[at_] != '=') {
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

    void count(const Tag& tag) {
        work_ += open_.count() + tag.attributes * tag.attributes / 2;
        const OpenElements::Name name = OpenElements::name_of(tag.name());
        if (tag.is_end) return open_.end(name);
        if (tag.name() == "html" || tag.name() == "body") {
            // The attributes of a second one are compared with and added to those of the first.
            work_ += merged_attributes_ * tag.attributes;
            merged_attributes_ += tag.attributes;
        }
        if (open_.starts_raw_text(name)) return skip_raw_text(tag.name());
        open_.start(name, tag.self_closing);
    }

    void skip_raw_text(std::string_view name) {
        for (; next_markup(); ++at_) {
            const std::string_view rest = html_.substr(at_);
            if (rest.size() < name.size() + 3 || rest[1] != '/') continue;
            const char behind = rest[name.size() + 2];
            if (!is_space(behind) && behind != '/' && behind != '>') continue;
            if (std::equal(name.begin(), name.end(), rest.begin() + 2,
                           [](char one, char other) { return one == to_lower(other); })) {
                return;  // its end tag is read as a tag that closes nothing
            }
        }
        at_ = html_.size();
    }

    std::string_view html_;
    std::size_t enough_;
    std::size_t at_ = 0;
    std::size_t work_ = 0;
    std::size_t merged_attributes_ = 0;
    OpenElements open_;
};

}  // namespace

std::size_t parse_work(std::string_view html, std::size_t enough) {
    const std::size_t most = most_work(html);
    return most <= enough ? most : Scan(html, enough).run();
}

}  // namespace feedarc::read
