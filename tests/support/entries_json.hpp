#pragma once

#include <feedarc/entry.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace feedarc::test {

/// Entries as the expected files beside the fixtures have them.
[[nodiscard]] inline nlohmann::json entries_json(const std::vector<Entry>& entries) {
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? nlohmann::json() : nlohmann::json(text);
    };
    nlohmann::json array = nlohmann::json::array();
    for (const Entry& entry : entries) {
        array.push_back(
            {{"position", array.size()},
             {"title", text_or_null(entry.title)},
             {"url", text_or_null(entry.url)},
             {"guid", text_or_null(entry.guid)},
             {"category", text_or_null(entry.category)},
             {"published", text_or_null(entry.published.value)},
             {"published_precision", text_or_null(to_string(entry.published.precision))},
             {"excerpt", text_or_null(entry.excerpt)}});
    }
    return array;
}

}  // namespace feedarc::test
