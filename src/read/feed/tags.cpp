#include "base/ascii.hpp"
#include "read/feed/mend.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

using base::to_lower;

using namespace std::literals;

constexpr std::size_t kDeepest = 200;
constexpr std::size_t kMostAttributes = 64;  // of one tag; the others go

bool is_space(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// Of an element or attribute; bytes beyond ASCII are taken for letters.
bool begins_name(char c) noexcept {
    return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '_' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) noexcept {
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool equal_names(std::string_view one, std::string_view other) noexcept {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char a, char b) { return to_lower(a) == to_lower(b); });
}

// What holds one entry, whatever its prefix.
bool is_entry(std::string_view name) noexcept {
    const std::string_view local = name.substr(name.find(':') + 1);
    return equal_names(local, "item") || equal_names(local, "entry");
}

// Names of what holds text alone, and of what stands beside it: where one begins within the other,
// the end tag of the first was forgotten.
bool is_leaf(std::string_view name) noexcept {
    constexpr std::array kLeaves{"title"sv, "link"sv,    "guid"sv,     "pubdate"sv,
                                 "id"sv,    "updated"sv, "published"sv};
    return std::any_of(kLeaves.begin(), kLeaves.end(),
                       [name](std::string_view leaf) { return equal_names(leaf, name); });
}
bool is_field(std::string_view name) noexcept {
    constexpr std::array kFields{"description"sv, "summary"sv, "content"sv,  "content:encoded"sv,
                                 "category"sv,    "author"sv,  "comments"sv, "enclosure"sv};
    return is_leaf(name) || name.starts_with("dc:") ||
           std::any_of(kFields.begin(), kFields.end(),
                       [name](std::string_view field) { return equal_names(field, name); });
}

class TagMender {
public:
    explicit TagMender(std::string_view xml) noexcept : xml_(xml) {}

    MendedTags run() {
        result_.xml.reserve(xml_.size() + xml_.size() / 16);
        while (at_ < xml_.size()) {
            const std::size_t tag = std::min(xml_.find('<', at_), xml_.size());
            text(xml_.substr(at_, tag - at_));
            at_ = tag;
            if (at_ < xml_.size()) markup();
        }
        finish();
        return std::move(result_);
    }

private:
    struct Open {
        std::string_view name;
        std::size_t begin;  // of its tag in the output
    };

    [[nodiscard]] bool looking_at(std::string_view start) const noexcept {
        return xml_.substr(at_, start.size()) == start;
    }

    void text(std::string_view text) {
        if (!open_.empty()) result_.xml += text;
    }

    // To behind what ends here, or to the end of the feed, where it is missing.
    std::string_view take_until(std::string_view end) {
        const std::size_t begin = at_;
        const std::size_t found = xml_.find(end, at_);
        if (found == std::string_view::npos) {
            at_ = xml_.size();
            return {};
        }
        at_ = found + end.size();
        return xml_.substr(begin, at_ - begin);
    }

    void markup() {
        const char next = at_ + 1 < xml_.size() ? xml_[at_ + 1] : '\0';
        if (looking_at("<![CDATA["sv)) {
            text(take_until("]]>"));
        } else if (looking_at("<!--"sv)) {
            take_until("-->");
        } else if (next == '?' || next == '!') {
            declaration();
        } else if (next == '/') {
            end_tag();
        } else if (begins_name(next)) {
            start_tag();
        } else {
            ++at_;
            text("&lt;");
        }
    }

    // A document type may have declarations in square brackets.
    void declaration() {
        const std::size_t end = std::min(xml_.find('>', at_), xml_.size());
        if (brackets_end_ && looking_at("<!"sv) &&
            xml_.substr(at_, end - at_).find('[') != xml_.npos) {
            brackets_end_ = xml_.find(']', end) != xml_.npos;
            if (brackets_end_) take_until("]");
        }
        take_until(">");
    }

    std::string_view take_name() noexcept {
        const std::size_t begin = at_;
        while (at_ < xml_.size() && is_name(xml_[at_])) ++at_;
        return xml_.substr(begin, at_ - begin);
    }

    void skip_space() noexcept {
        while (at_ < xml_.size() && is_space(xml_[at_])) ++at_;
    }

    void end_tag() {
        at_ += 2;
        const std::string_view name = take_name();
        while (at_ < xml_.size() && xml_[at_] != '>' && xml_[at_] != '<') ++at_;
        if (at_ < xml_.size() && xml_[at_] == '>') ++at_;
        if (deeper_ > 0 && !is_entry(name)) {
            --deeper_;
            return;
        }
        for (std::size_t i = open_.size(); i-- > 0;) {
            if (!equal_names(open_[i].name, name)) continue;
            close_to(i);
            return;
        }
    }

    void close_to(std::size_t depth) {
        deeper_ = 0;
        for (; open_.size() > depth; open_.pop_back()) {
            result_.xml += "</";
            result_.xml += open_.back().name;
            result_.xml += '>';
        }
    }

    void start_tag() {
        ++at_;
        const std::string_view name = take_name();
        if (is_entry(name)) end_entry();
        if (!open_.empty() && is_leaf(open_.back().name) && is_field(name)) {
            close_to(open_.size() - 1);
        }
        const std::size_t begin = result_.xml.size();
        result_.xml += '<';
        result_.xml += name;
        const bool empty = attributes();
        const bool cut_off = at_ >= xml_.size() && xml_.back() != '>';
        if (empty) {
            result_.xml += "/>";
        } else if (cut_off || open_.size() >= kDeepest) {
            result_.xml.resize(begin);
            ++deeper_;
        } else {
            result_.xml += '>';
            open_.push_back({name, begin});
        }
    }

    void end_entry() {
        const auto entry = std::find_if(open_.begin(), open_.end(),
                                        [](const Open& open) { return is_entry(open.name); });
        if (entry != open_.end()) close_to(static_cast<std::size_t>(entry - open_.begin()));
    }

    // Writes the attributes of a tag, goes behind its `>`; whether it ends in `/>`.
    bool attributes() {
        std::vector<std::string_view> names;
        for (;;) {
            skip_space();
            if (at_ >= xml_.size() || xml_[at_] == '<') return false;
            if (xml_[at_] == '>') return ++at_, false;
            if (looking_at("/>"sv)) return at_ += 2, true;
            if (!begins_name(xml_[at_])) {
                ++at_;
                continue;
            }
            const std::string_view name = take_name();
            skip_space();
            std::string_view value;
            if (at_ < xml_.size() && xml_[at_] == '=') {
                ++at_;
                skip_space();
                value = attribute_value();
            }
            const bool repeated = std::find(names.begin(), names.end(), name) != names.end();
            if (repeated || names.size() >= kMostAttributes) continue;
            names.push_back(name);
            write_attribute(name, value);
        }
    }

    std::string_view attribute_value() noexcept {
        if (at_ >= xml_.size()) return {};
        const char quote = xml_[at_];
        std::size_t begin = at_;
        std::size_t end = 0;
        if (quote == '"' || quote == '\'') {
            ++begin;
            end = xml_.find(quote, begin);
            const std::string_view value = xml_.substr(begin, end - begin);
            // A quote that is missing shows in a tag within the value.
            if (end != std::string_view::npos && value.find('<') == std::string_view::npos) {
                at_ = end + 1;
                return value;
            }
        }
        for (end = begin; end < xml_.size() && !is_space(xml_[end]) && xml_[end] != '>';) ++end;
        at_ = end;
        if (end > begin && end < xml_.size() && xml_[end] == '>' && xml_[end - 1] == '/') {
            at_ = --end;
        }
        return xml_.substr(begin, end - begin);
    }

    void write_attribute(std::string_view name, std::string_view value) {
        result_.xml += ' ';
        result_.xml += name;
        result_.xml += "=\"";
        for (const char c : value) {
            if (c == '"') {
                result_.xml += "&quot;";
            } else if (c == '<') {
                result_.xml += "&lt;";
            } else {
                result_.xml += c;
            }
        }
        result_.xml += '"';
    }

    // An entry that is still open has lost its end, and nobody knows how much of it.
    void finish() {
        const auto entry = std::find_if(open_.begin(), open_.end(),
                                        [](const Open& open) { return is_entry(open.name); });
        result_.cut_off = entry != open_.end();
        if (result_.cut_off) {
            result_.xml.resize(entry->begin);
            open_.erase(entry, open_.end());
        }
        close_to(0);
    }

    std::string_view xml_;
    std::size_t at_ = 0;
    MendedTags result_;
    std::vector<Open> open_;
    std::size_t deeper_ = 0;    // start tags left out
    bool brackets_end_ = true;  // as far as is known
};

}  // namespace

MendedTags mend_tags(std::string_view xml) {
    return TagMender(xml).run();
}

}  // namespace feedarc::read
