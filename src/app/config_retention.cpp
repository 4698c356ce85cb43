#include "app/config_retention.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace feedarc::app {
namespace {

constexpr std::int64_t kMost = 1'000'000'000;
constexpr std::chrono::seconds kLongest = std::chrono::years(1000);

struct Rule {
    const char* key;
    std::int64_t RetentionPolicy::*count;
};

constexpr std::array kRules{
    Rule{"keep_last", &RetentionPolicy::last},       Rule{"keep_hourly", &RetentionPolicy::hourly},
    Rule{"keep_daily", &RetentionPolicy::daily},     Rule{"keep_weekly", &RetentionPolicy::weekly},
    Rule{"keep_monthly", &RetentionPolicy::monthly}, Rule{"keep_yearly", &RetentionPolicy::yearly},
};
constexpr const char* kWithin = "keep_within";

}  // namespace

void check_retention(ConfigChecker& checker, const Place& place, std::string_view how,
                     RetentionPolicy& policy) {
    const toml::node* node = place.table.get("retention");
    if (node == nullptr) return;
    const std::string key = place.of("retention");
    const toml::table* table = node->as_table();
    if (table == nullptr) {
        checker.report(*node, key, fmt::format("must be a table: {}", how));
        return;
    }
    std::vector<std::string> known{kWithin};
    for (const Rule& rule : kRules) known.emplace_back(rule.key);
    const Place inner{*table, key};
    checker.check_keys(inner, known);
    for (const Rule& rule : kRules) checker.number(inner, rule.key, 1, kMost, policy.*rule.count);
    std::chrono::seconds within{0};
    checker.duration(inner, kWithin, std::chrono::seconds(1), kLongest, within);
    if (within.count() > 0) policy.within = within;
}

}  // namespace feedarc::app
