#include "unpack/warc/arc_line.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <vector>

namespace feedarc::unpack {
namespace {

using base::is_digit;

using namespace std::literals;

// Of 12 digits and more: some writers left the seconds out, others wrote fractions.
bool is_date(std::string_view word) noexcept {
    return word.size() >= 12 && word.size() <= 18 &&
           std::all_of(word.begin(), word.end(), is_digit);
}

bool is_address(std::string_view word) noexcept {
    return word == "-" ||
           (word.find_first_of(".:") != std::string_view::npos &&
            word.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos);
}

bool begins_with_scheme(std::string_view line) noexcept {
    const auto colon = line.find(':');
    return colon != std::string_view::npos && colon > 0 && colon < 16 &&
           std::all_of(
               line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), [](char byte) {
                   return is_digit(byte) || (byte >= 'a' && byte <= 'z') ||
                          (byte >= 'A' && byte <= 'Z') || "+-."sv.find(byte) != "+-."sv.npos;
               });
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

}  // namespace

std::optional<Fields> read_arc_line(std::string_view line) {
    line = trimmed(line);
    if (!begins_with_scheme(line)) return std::nullopt;
    const auto words = words_of(line);
    // The first word is always the URL's, and type and length stand behind the date.
    for (std::size_t i = words.size(); i-- > 2;) {
        if (i + 2 >= words.size() || !is_date(words[i]) || !is_address(words[i - 1])) continue;
        Fields fields;
        const auto url_size = static_cast<std::size_t>(words[i - 1].data() - line.data()) - 1;
        const bool about_file = line.starts_with("filedesc:");
        fields.set("WARC-Type", about_file ? "warcinfo" : "response");
        fields.set("WARC-Target-URI", line.substr(0, url_size));
        fields.set("WARC-Date", words[i].substr(0, std::min<std::size_t>(words[i].size(), 14)));
        fields.set("Content-Type", "application/http; msgtype=response");
        fields.set("Content-Length", words.back());
        return fields;
    }
    return std::nullopt;
}

}  // namespace feedarc::unpack
