#include "archive/sqlite/content_list.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace feedarc::sqlite {

std::string write_content_list(const std::vector<ContentId>& contents) {
    return fmt::format("[{}]", fmt::join(contents, ","));
}

std::vector<ContentId> read_content_list(std::string_view json) {
    std::vector<ContentId> contents;
    const char* at = json.data();
    const char* const end = at + json.size();
    char expected = '[';
    while (at != end && *at == expected && json != "[]") {
        ContentId content = 0;
        const auto [after, error] = std::from_chars(at + 1, end, content);
        if (error != std::errc{}) break;
        contents.push_back(content);
        at = after;
        expected = ',';
    }
    const bool whole = contents.empty() ? json == "[]" : end - at == 1 && *at == ']';
    if (!whole) {
        throw Error(ErrorCode::archive,
                    "the archive is damaged: the list of a page's contents cannot be read; "
                    "restore it from a backup");
    }
    return contents;
}

}  // namespace feedarc::sqlite
