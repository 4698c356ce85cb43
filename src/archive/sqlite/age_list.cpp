#include "archive/sqlite/age_list.hpp"

#include "archive/sqlite/damage.hpp"

namespace feedarc::sqlite {
namespace {

constexpr std::string_view kNone = "null";

constexpr const char* kList = "the ages of a page's entries";

// Takes `"3 hour"` or `null` from the start of a text.
std::optional<Age> take_age(std::string_view& json) {
    if (json.starts_with(kNone)) {
        json.remove_prefix(kNone.size());
        return std::nullopt;
    }
    const std::size_t end = json.find('"', 1);
    if (!json.starts_with('"') || end == std::string_view::npos) throw damaged(kList);
    const auto age = age_from(json.substr(1, end - 1));
    if (!age) throw damaged(kList);
    json.remove_prefix(end + 1);
    return age;
}

}  // namespace

std::string write_age_list(const Ages& ages) {
    if (ages.empty()) return {};
    // No character of an age needs an escape.
    std::string json;
    for (const auto& age : ages) {
        json += json.empty() ? '[' : ',';
        json += age ? '"' + to_string(*age) + '"' : std::string(kNone);
    }
    return json + ']';
}

Ages read_age_list(std::string_view json) {
    Ages ages;
    if (json.empty()) return ages;
    char expected = '[';
    do {
        if (!json.starts_with(expected)) throw damaged(kList);
        json.remove_prefix(1);
        ages.push_back(take_age(json));
        expected = ',';
    } while (json != "]");
    return ages;
}

}  // namespace feedarc::sqlite
