#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"

#include <fmt/format.h>

#include <memory>

namespace feedarc::cli {

namespace {

constexpr const char* kRemark =
    "all sightings of the same contents went along, since identity compares contents";

struct Options {
    std::string id;
    std::vector<std::string> places;
    bool json = false;
};

// SNAPSHOT:POSITION, as `show` prints the two.
SnapshotPosition parse_place(const std::string& text) {
    const std::size_t colon = text.find(':');
    const auto snapshot = parse_number(text.substr(0, colon));
    // -1: none. (An optional here would seem uninitialised to GCC 12.)
    const std::int64_t position =
        colon == std::string::npos ? -1 : parse_number(text.substr(colon + 1)).value_or(-1);
    if (!snapshot || *snapshot < 1 || position < 0) {
        throw Error(ErrorCode::usage,
                    fmt::format("'{}' is no SNAPSHOT:POSITION, such as 12:3 (`feedarc show ID` "
                                "lists both)",
                                text));
    }
    return {*snapshot, position};
}

ExitStatus split(const Context& context, const Options& chosen) {
    const RecordId id = parse_id("ID", chosen.id);
    std::vector<SnapshotPosition> places;
    for (const std::string& text : chosen.places) places.push_back(parse_place(text));
    return correct(context, chosen.json, kRemark,
                   [&](Corrector& corrector) { return corrector.split(id, places); });
}

}  // namespace

Action configure_split(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "ID", chosen->id, "The number of a record");
    add_arguments(options, "SNAPSHOT:POSITION", chosen->places,
                  "Where it shows another article, as `feedarc show` prints it");
    add_json_option(options, chosen->json);
    return [chosen](Context& context) { return split(context, *chosen); };
}

}  // namespace feedarc::cli
