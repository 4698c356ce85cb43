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

std::string row_and_place(const Damage& damage) {
    std::string text = damage.table.empty() ? "the archive" : damage.table;
    if (!damage.row.empty()) text += ' ' + damage.row;
    text += ": " + damage.problem;
    if (const std::string place = place_of(damage); !place.empty()) text += " (" + place + ')';
    return text;
}

render::JsonObject begin_json(std::string_view type, const Damage& damage) {
    render::JsonObject object;
    object.add("type", type)
        .add("table", render::text_or_null(damage.table))
        .add("row", render::text_or_null(damage.row))
        .add("snapshot", render::value_or_null(damage.snapshot))
        .add("source", render::text_or_null(damage.source))
        .add("page", render::text_or_null(damage.page_url))
        .add("captured_at", render::value_or_null(damage.captured_at));
    return object;
}

}  // namespace

std::string damage_line(const Damage& damage) {
    return row_and_place(damage) + "; " + damage.remedy;
}

std::string loss_line(const Damage& damage) {
    return "lost: " + row_and_place(damage);
}

std::string damage_json(const Damage& damage) {
    return begin_json("damage", damage)
        .add("problem", damage.problem)
        .add("remedy", damage.remedy)
        .text();
}

std::string loss_json(const Damage& damage) {
    return begin_json("lost", damage).add("lost", damage.problem).text();
}

}  // namespace feedarc::cli
