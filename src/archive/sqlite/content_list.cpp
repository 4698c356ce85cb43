#include "archive/sqlite/content_list.hpp"

#include "archive/sqlite/age_list.hpp"
#include "archive/sqlite/damage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace feedarc::sqlite {
namespace {

constexpr const char* kList = "the list of a page's contents";

}  // namespace

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
    if (!whole) throw damaged(kList);
    return contents;
}

StoredPage read_stored_page(std::int64_t entries, std::string_view contents,
                            std::string_view ages) {
    StoredPage page{read_content_list(contents), read_age_list(ages)};
    const bool fits = static_cast<std::int64_t>(page.contents.size()) == entries &&
                      (page.ages.empty() || page.ages.size() == page.contents.size());
    if (!fits) throw damaged(kList);
    return page;
}

}  // namespace feedarc::sqlite
