#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>

#include "read/binary.hpp"
#include "read/readers.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc {
namespace {

struct Reader {
    Form form;
    Page (*read)(const Snapshot&, const ReadLimits&);
};

// Every form of a snapshot. A new one is a row here, a function in readers.hpp and a folder.
constexpr std::array kReaders{
    Reader{Form::text, read::read_text},
    Reader{Form::html, read::read_html},
    Reader{Form::feed, read::read_feed},
};

const Reader& reader_of(Form form) noexcept {
    return *std::find_if(kReaders.begin(), kReaders.end() - 1,
                         [form](const Reader& reader) { return reader.form == form; });
}

std::string_view without_bom(std::string_view bytes) noexcept {
    constexpr std::string_view kBom = "\xEF\xBB\xBF";
    if (bytes.substr(0, kBom.size()) == kBom) bytes.remove_prefix(kBom.size());
    return bytes;
}

bool is_blank(std::string_view utf8) noexcept {
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t character = text::next_character(utf8, at);
        if (!text::is_space(character) && character != U'\u200B' && character != U'\uFEFF') {
            return false;
        }
    }
    return true;
}

void check_bytes(std::string_view bytes, const ReadLimits& limits) {
    if (bytes.size() > limits.page_bytes) {
        throw Error(ErrorCode::limit, fmt::format("page-size: {} bytes, more than {}", bytes.size(),
                                                  limits.page_bytes));
    }
    if (const auto kind = read::binary_kind(bytes)) {
        throw Error(ErrorCode::input, fmt::format("no text: looks like {}", *kind));
    }
}

std::vector<std::string> repair_warnings(const text::Repairs& repairs) {
    std::vector<std::string> warnings;
    if (repairs.replaced > 0) {
        warnings.push_back(fmt::format("invalid UTF-8 replaced by U+FFFD in {} place{}",
                                       repairs.replaced, repairs.replaced == 1 ? "" : "s"));
    }
    if (repairs.dropped > 0) {
        warnings.push_back(fmt::format("{} NUL character{} dropped", repairs.dropped,
                                       repairs.dropped == 1 ? "" : "s"));
    }
    return warnings;
}

// The snapshot with bytes that every reader can take: valid UTF-8 without NUL.
Snapshot made_readable(const Snapshot& snapshot, const ReadLimits& limits, text::Repairs& repairs) {
    check_bytes(snapshot.bytes, limits);
    Snapshot readable;
    readable.bytes = text::repair_utf8(std::string(without_bom(snapshot.bytes)), repairs);
    if (is_blank(readable.bytes)) throw Error(ErrorCode::input, "empty: nothing but white space");
    readable.url = snapshot.url;
    readable.captured_at = snapshot.captured_at;
    readable.media_type = snapshot.media_type;
    return readable;
}

}  // namespace

Explanation explain_page(const Snapshot& snapshot, std::optional<Form> form,
                         const ReadLimits& limits) {
    text::Repairs repairs;
    const Snapshot readable = made_readable(snapshot, limits, repairs);
    const Form chosen = form.value_or(sniff(readable.bytes, readable.media_type));
    if (chosen == Form::html) return read::explain_html(readable, limits);
    Explanation explanation;
    explanation.form = chosen;
    explanation.verdict = "every entry of this form is read; there is nothing to choose from";
    return explanation;
}

Page read_page(const Snapshot& snapshot, std::optional<Form> form, const ReadLimits& limits) {
    text::Repairs repairs;
    const Snapshot readable = made_readable(snapshot, limits, repairs);
    const Form chosen = form.value_or(sniff(readable.bytes, readable.media_type));
    Page page = reader_of(chosen).read(readable, limits);
    auto warnings = repair_warnings(repairs);
    page.warnings.insert(page.warnings.begin(), std::make_move_iterator(warnings.begin()),
                         std::make_move_iterator(warnings.end()));
    return page;
}

}  // namespace feedarc
