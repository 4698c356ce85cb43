#include "render/site/search_index.hpp"

#include "render/json_text.hpp"
#include "text/search_words.hpp"
#include "text/simplified_han.hpp"
#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace feedarc::render::site {
namespace {

// The Han characters that text::search_fold() writes as others, and behind them those others.
std::pair<std::string, std::string> folded_han() {
    constexpr char32_t kFirst = 0x3400;
    constexpr char32_t kLast = 0x9fff;
    std::pair<std::string, std::string> pairs;
    for (char32_t character = kFirst; character <= kLast; ++character) {
        const char32_t simple = text::simplified(character);
        if (simple == character) continue;
        text::append_utf8(pairs.first, character);
        text::append_utf8(pairs.second, simple);
    }
    return pairs;
}

// A text that is part of what is there already finds nothing more.
void add_new(std::string& all, std::string_view text, std::string_view title) {
    const std::string folded = text::search_fold(text);
    if (folded.empty() || title.find(folded) != std::string_view::npos ||
        all.find(folded) != std::string::npos) {
        return;
    }
    if (!all.empty()) all += '\n';
    all += folded;
}

// Between two characters.
void cut(std::string& text, std::size_t most) {
    if (text.size() <= most) return;
    while (most > 0 && text::is_continuation(text[most])) --most;
    text.resize(most);
}

}  // namespace

void SearchIndex::add(const Row& row, std::span<const std::string> texts) {
    const std::string title = text::search_fold(row.title);
    std::string all;
    for (const std::string& text : texts) {
        if (all.size() < kMostBytesOfRecord) add_new(all, text, title);
    }
    cut(all, kMostBytesOfRecord);
    std::string record = "[";
    for (const std::string& text : {row.uuid, text::visible(row.title), title, all,
                                    text::visible(row.source), text::visible(row.category)}) {
        append_json_string(record, text);
        record += ',';
    }
    record += std::to_string(row.first_seen.time_since_epoch().count()) + ']';
    if (!records_.empty() && records_.size() + record.size() > kMostBytes) write_records();
    if (!records_.empty()) records_ += ",\n";
    records_ += record;
    if (++count_ == kMostRecords) write_records();
}

void SearchIndex::write_records() {
    sink_(fmt::format("search/{}.js", files_),
          fmt::format("feedarcSearch({{records: [\n{}\n]}});\n", records_));
    ++files_;
    records_.clear();
    count_ = 0;
}

void SearchIndex::finish() {
    if (!records_.empty()) write_records();
    const auto [han, simple] = folded_han();
    sink_("search/index.js", fmt::format("feedarcSearch({{files: {},\nhan: [\"{}\",\n\"{}\"]}});\n",
                                         files_, han, simple));
}

}  // namespace feedarc::render::site
