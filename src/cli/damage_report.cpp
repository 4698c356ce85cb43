#include "cli/damage_report.hpp"

#include "render/json_text.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

std::string place_of(const Damage& damage) {
    std::string place;
    const auto add = [&](const std::string& part) {
        if (!place.empty()) place += ", ";
        place += part;
    };
    if (damage.snapshot) add(fmt::format("snapshot {}", *damage.snapshot));
    if (!damage.source.empty()) add("source " + damage.source);
    if (!damage.page_url.empty()) add(damage.page_url);
    if (damage.captured_at) add(format_time(*damage.captured_at));
    return place;
}

}  // namespace

std::string damage_line(const Damage& damage) {
    std::string text = damage.table.empty() ? "the archive" : damage.table;
    if (!damage.row.empty()) text += ' ' + damage.row;
    text += ": " + damage.problem;
    if (const std::string place = place_of(damage); !place.empty()) text += " (" + place + ')';
    return text + "; " + damage.remedy;
}

std::string damage_json(const Damage& damage) {
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? render::Value{} : render::Value{text};
    };
    render::Value snapshot;
    if (damage.snapshot) snapshot = *damage.snapshot;
    render::Value captured_at;
    if (damage.captured_at) captured_at = format_time(*damage.captured_at);
    return render::JsonObject()
        .add("type", std::string("damage"))
        .add("table", text_or_null(damage.table))
        .add("row", text_or_null(damage.row))
        .add("problem", damage.problem)
        .add("remedy", damage.remedy)
        .add("snapshot", snapshot)
        .add("source", text_or_null(damage.source))
        .add("page", text_or_null(damage.page_url))
        .add("captured_at", captured_at)
        .text();
}

}  // namespace feedarc::cli
