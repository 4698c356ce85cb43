// Any text is a rule, or refused with its place. A rule selects within bounds on any page: the
// first line of the input is the selector, the rest the page.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>
#include <feedarc/rules.hpp>

#include "page_checks.hpp"
#include "read/html/rules/selector.hpp"
#include "read/html/rules/selector_error.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

// What is wrong stands within the selector.
void check_place(const std::string& selector) {
    try {
        (void)feedarc::read::parse_selector(selector);
    } catch (const feedarc::read::SelectorError& error) {
        feedarc::fuzz::require(error.at() <= selector.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::string selector = input.substr(0, input.find('\n'));
    if (selector.find('\0') == std::string::npos) check_place(selector);
    if (selector.empty() || feedarc::rule_problem("record", selector)) return 0;

    feedarc::Snapshot snapshot;
    snapshot.bytes = input.substr(std::min(selector.size() + 1, input.size()));
    snapshot.url = "https://site.example/list/";
    feedarc::ReadLimits limits = feedarc::fuzz::limits_of_a_run();
    limits.rule_work = 100'000;
    feedarc::Rules rules;
    rules.title = rules.date = rules.next = rules.excerpt = rules.link = selector;
    for (const char* record : {"", "li", selector.c_str()}) {
        rules.record = record;
        feedarc::fuzz::require(feedarc::rules_from_text(feedarc::to_text(rules)) == rules);
        try {
            feedarc::fuzz::require_clean(
                feedarc::read_page(snapshot, feedarc::Form::html, limits, rules));
        } catch (const feedarc::Error& error) {
            feedarc::fuzz::require(error.code() != feedarc::ErrorCode::usage);
        }
    }
    return 0;
}
