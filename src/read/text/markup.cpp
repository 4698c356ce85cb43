#include "read/text/markup.hpp"

#include "read/text/line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

namespace feedarc::read {
namespace {

using namespace std::literals;

constexpr auto kNone = std::string_view::npos;
constexpr std::size_t kMaxTarget = 8192;
constexpr std::size_t kMaxLinkText = 2000;

std::string_view line_at(std::string_view dump, std::size_t begin) noexcept {
    return dump.substr(begin, std::min(dump.find('\n', begin), dump.size()) - begin);
}

// Tells `f[i](x)` from a link.
bool looks_like_target(std::string_view target) noexcept {
    return !target.empty() && target.size() <= kMaxTarget &&
           target.find_first_of("/.#?:") != kNone && target.find_first_of(" \n\"<>") == kNone;
}

// --- Dumps of text browsers -------------------------------------------------------------------

struct References {
    std::size_t begin = 0;               // of the section in the dump
    std::vector<std::string_view> urls;  // by number
};

constexpr std::uint32_t kMaxReference = 100'000;

// `12. https://…`: the number and the URL.
std::optional<std::pair<std::uint32_t, std::string_view>> reference_line(
    std::string_view line) noexcept {
    line = trimmed(line);
    std::uint32_t number = 0;
    std::size_t at = !line.empty() && line.front() == '[' ? 1 : 0;
    const auto first = at;
    for (; at < line.size() && std::isdigit(static_cast<unsigned char>(line[at])) != 0; ++at) {
        number = number * 10 + static_cast<std::uint32_t>(line[at] - '0');
        if (number > kMaxReference) return std::nullopt;
    }
    if (at == first || at >= line.size() || (line[at] != '.' && line[at] != ']'))
        return std::nullopt;
    const auto target = trimmed(line.substr(at + 1));
    if (!looks_like_target(target)) return std::nullopt;
    return std::pair{number, target};
}

// The section `References` at the end of what lynx and elinks write.
std::optional<References> find_references(std::string_view dump) {
    constexpr auto kTitle = "\nReferences"sv;
    auto begin = kNone;
    for (auto at = dump.find(kTitle); at != kNone; at = dump.find(kTitle, at + 1)) begin = at + 1;
    if (begin == kNone || trimmed(line_at(dump, begin)).size() + 1 != kTitle.size()) {
        return std::nullopt;
    }
    References references{begin, {}};
    for (std::size_t at = begin; at < dump.size();) {
        const auto line = line_at(dump, at);
        at += line.size() + 1;
        if (const auto found = reference_line(line)) {
            if (references.urls.size() <= found->first) references.urls.resize(found->first + 1);
            references.urls[found->first] = found->second;
        }
    }
    if (references.urls.empty()) return std::nullopt;
    return references;
}

// `[12]` at `at`: its number and length.
std::optional<std::pair<std::uint32_t, std::size_t>> reference_mark(std::string_view dump,
                                                                    std::size_t at) noexcept {
    std::uint32_t number = 0;
    std::size_t end = at + 1;
    for (; end < dump.size() && std::isdigit(static_cast<unsigned char>(dump[end])) != 0; ++end) {
        number = number * 10 + static_cast<std::uint32_t>(dump[end] - '0');
        if (number > kMaxReference) return std::nullopt;
    }
    if (end == at + 1 || end >= dump.size() || dump[end] != ']') return std::nullopt;
    return std::pair{number, end + 1 - at};
}

Markup strip_references(std::string_view dump, const References& references) {
    Markup result;
    dump = dump.substr(0, references.begin);
    result.text.reserve(dump.size());
    bool open = false;
    const auto close = [&] {
        if (open) result.links.back().end = static_cast<std::uint32_t>(result.text.size());
        open = false;
    };
    for (std::size_t at = 0; at < dump.size();) {
        if (dump[at] == '\n') close();
        const auto mark = dump[at] == '[' ? reference_mark(dump, at) : std::nullopt;
        if (!mark || mark->first >= references.urls.size() ||
            references.urls[mark->first].empty()) {
            result.text += dump[at++];
            continue;
        }
        close();
        const auto begin = static_cast<std::uint32_t>(result.text.size());
        result.links.push_back({begin, begin, std::string(references.urls[mark->first])});
        open = true;
        at += mark->second;
    }
    close();
    return result;
}

// --- Markdown ---------------------------------------------------------------------------------

std::string label_of(std::string_view text) {
    std::string label(trimmed(text));
    for (char& byte : label) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return label;
}

using Definitions = std::unordered_map<std::string, std::string_view>;

// `[id]: https://…` on a line of its own.
std::optional<std::pair<std::string, std::string_view>> definition(std::string_view line) {
    line = trimmed(line);
    if (line.empty() || line.front() != '[') return std::nullopt;
    const auto close = line.find("]:");
    if (close == kNone || close < 2) return std::nullopt;
    auto target = trimmed(line.substr(close + 2));
    target = target.substr(0, target.find_first_of(" \t"));
    if (target.size() > 1 && target.front() == '<' && target.back() == '>') {
        target = target.substr(1, target.size() - 2);
    }
    if (!looks_like_target(target)) return std::nullopt;
    return std::pair{label_of(line.substr(1, close - 1)), target};
}

Definitions find_definitions(std::string_view dump) {
    Definitions definitions;
    if (dump.find("]:") == kNone) return definitions;
    for (std::size_t begin = 0; begin < dump.size();) {
        const auto line = line_at(dump, begin);
        begin += line.size() + 1;
        if (auto found = definition(line)) definitions.insert(std::move(*found));
    }
    return definitions;
}

struct Brackets {
    std::size_t open = 0;
    std::size_t close = kNone;
};

// Every `[` of the dump in order, with its `]`; kNone without one.
std::vector<Brackets> match_brackets(std::string_view dump) {
    std::vector<Brackets> brackets;
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < dump.size(); ++at) {
        if (dump[at] == '\\') {
            ++at;
        } else if (dump[at] == '[') {
            open.push_back(brackets.size());
            brackets.push_back({at, kNone});
        } else if (dump[at] == ']' && !open.empty()) {
            brackets[open.back()].close = at;
            open.pop_back();
        }
    }
    return brackets;
}

struct Target {
    std::string url;
    std::size_t end = 0;  // behind the link
};

class MarkdownStripper {
public:
    MarkdownStripper(std::string_view dump, Definitions definitions)
        : dump_(dump), definitions_(std::move(definitions)), brackets_(match_brackets(dump)) {
        result_.text.reserve(dump.size());
    }

    Markup strip() {
        while (at_ < dump_.size()) step();
        while (!open_.empty()) close_link();
        // A link around another one (an image, a heading) keeps its own text alone.
        std::vector<Link> links;
        for (Link& link : result_.links) {
            if (link.begin == link.end) continue;
            if (links.empty() || link.begin >= links.back().end) links.push_back(std::move(link));
        }
        result_.links = std::move(links);
        return std::move(result_);
    }

private:
    struct Open {
        std::size_t closes = 0;  // at this `]` of the dump
        std::size_t resumes = 0;
        std::size_t link = 0;
    };

    void step() {
        if (!open_.empty() && at_ == open_.back().closes) {
            at_ = open_.back().resumes;
            close_link();
            return;
        }
        const char byte = dump_[at_];
        const char next = at_ + 1 < dump_.size() ? dump_[at_ + 1] : '\0';
        if (byte == '\n') {
            new_line();
        } else if (byte == '\\' && next != '\0' &&
                   std::ispunct(static_cast<unsigned char>(next)) != 0) {
            result_.text += next;
            at_ += 2;
        } else if (byte == '!' && next == '[') {
            image();
        } else if (byte == '[') {
            bracket();
        } else if (byte == '<') {
            autolink();
        } else if (byte == '*' && next == '*' && is_bold_mark()) {
            at_ += 2;
        } else {
            result_.text += byte;
            ++at_;
        }
    }

    void new_line() {
        result_.text += '\n';
        ++at_;
        bold_ = false;
        if (at_ < dump_.size() && definition(line_at(dump_, at_))) {
            at_ += line_at(dump_, at_).size();
        }
    }

    bool is_bold_mark() {
        const char before = at_ > 0 ? dump_[at_ - 1] : '\n';
        const char after = at_ + 2 < dump_.size() ? dump_[at_ + 2] : '\n';
        if (bold_ && !is_blank(before)) {
            bold_ = false;
            return true;
        }
        const bool opens =
            !is_blank(after) && std::isalnum(static_cast<unsigned char>(before)) == 0;
        bold_ = bold_ || opens;
        return opens;
    }

    // The brackets that open at `at`.
    Brackets brackets_at(std::size_t at) {
        while (next_ < brackets_.size() && brackets_[next_].open < at) ++next_;
        const bool here = next_ < brackets_.size() && brackets_[next_].open == at;
        return here ? brackets_[next_] : Brackets{at, kNone};
    }

    // Where the link of these brackets leads; nothing when it is no link.
    std::optional<Target> target_of(const Brackets& brackets) const {
        const auto begin = brackets.open + 1;
        const auto close = brackets.close;
        // Converters write links around whole blocks, blank lines and all.
        if (close == kNone || close - begin > kMaxLinkText) return std::nullopt;
        const char next = close + 1 < dump_.size() ? dump_[close + 1] : '\0';
        if (next == '(') return inline_target(close + 2);
        std::string label;
        auto end = close + 1;
        if (next == '[') {
            const auto stop = dump_.find_first_of("[]\n", close + 2);
            if (stop == kNone || dump_[stop] != ']') return std::nullopt;
            label = label_of(dump_.substr(close + 2, stop - close - 2));
            end = stop + 1;
        }
        if (definitions_.empty()) return std::nullopt;
        if (label.empty()) {
            constexpr std::size_t kMaxLabel = 1000;
            const bool nested = next_ + 1 < brackets_.size() && brackets_[next_ + 1].open < close;
            if (nested || close - begin > kMaxLabel) return std::nullopt;
            label = label_of(dump_.substr(begin, close - begin));
        }
        const auto found = definitions_.find(label);
        if (found == definitions_.end()) return std::nullopt;
        return Target{std::string(found->second), end};
    }

    // `url)` or `url "title")`; a URL may hold pairs of parentheses and line breaks of a wrapped
    // dump.
    std::optional<Target> inline_target(std::size_t begin) const {
        std::string url;
        int depth = 0;
        bool in_title = false;
        for (std::size_t at = begin; at < dump_.size() && at - begin <= kMaxTarget; ++at) {
            const char byte = dump_[at];
            if (byte == '[' || byte == ']') break;
            if (byte == '"') in_title = true;
            if (byte == '(') ++depth;
            if (byte == ')' && depth-- == 0) {
                if (!looks_like_target(url)) break;
                return Target{std::move(url), at + 1};
            }
            if (byte == '\n' && at + 1 < dump_.size() && dump_[at + 1] == '\n') break;
            if (!in_title && !is_blank(byte) && byte != '<' && byte != '>') url += byte;
        }
        return std::nullopt;
    }

    void image() {
        const auto target = target_of(brackets_at(at_ + 1));
        if (!target) result_.text += '!';
        at_ = target ? target->end : at_ + 1;
    }

    void bracket() {
        const auto brackets = brackets_at(at_);
        const auto target = target_of(brackets);
        ++at_;
        if (!target) {
            result_.text += '[';
            return;
        }
        const auto begin = static_cast<std::uint32_t>(result_.text.size());
        open_.push_back({brackets.close, target->end, result_.links.size()});
        result_.links.push_back({begin, begin, target->url});
    }

    void close_link() {
        result_.links[open_.back().link].end = static_cast<std::uint32_t>(result_.text.size());
        open_.pop_back();
    }

    void autolink() {
        const auto end = dump_.find_first_of("> \n<", at_ + 1);
        const auto url = end == kNone ? ""sv : dump_.substr(at_ + 1, end - at_ - 1);
        if (end == kNone || dump_[end] != '>' ||
            (url.substr(0, 7) != "http://"sv && url.substr(0, 8) != "https://"sv)) {
            result_.text += '<';
            ++at_;
            return;
        }
        const auto begin = static_cast<std::uint32_t>(result_.text.size());
        result_.text += url;
        result_.links.push_back(
            {begin, static_cast<std::uint32_t>(result_.text.size()), std::string(url)});
        at_ = end + 1;
    }

    std::string_view dump_;
    Definitions definitions_;
    std::vector<Brackets> brackets_;
    Markup result_;
    std::vector<Open> open_;
    std::size_t at_ = 0;
    std::size_t next_ = 0;  // of brackets_: none before it opens at or behind at_
    bool bold_ = false;
};

}  // namespace

std::optional<Markup> strip_markup(std::string_view dump) {
    if (const auto references = find_references(dump)) return strip_references(dump, *references);
    auto definitions = find_definitions(dump);
    if (definitions.empty() && dump.find("](") == kNone && dump.find("<http") == kNone) {
        return std::nullopt;
    }
    Markup result = MarkdownStripper(dump, std::move(definitions)).strip();
    if (result.links.empty()) return std::nullopt;
    return result;
}

bool begins_with_link(std::span<const Link> links, std::uint32_t at) noexcept {
    const auto found = std::lower_bound(
        links.begin(), links.end(), at,
        [](const Link& link, std::uint32_t position) { return link.begin < position; });
    return found != links.end() && found->begin <= at + 2;
}

}  // namespace feedarc::read
