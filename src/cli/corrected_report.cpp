#include "cli/corrected_report.hpp"

#include "cli/options.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <ostream>
#include <vector>

namespace feedarc::cli {
namespace {

std::string json_text(const Corrected& corrected) {
    std::vector<std::string> changes;
    for (const RecordChange& change : corrected.changes) {
        changes.push_back(
            render::JsonObject()
                .add("kind", std::string_view(to_string(change.kind)))
                .add("record", change.record)
                .add("other", change.other != 0 ? render::Value(change.other) : render::Value())
                .text());
    }
    return render::JsonObject()
        .add("type", std::string_view("correction"))
        .add("correction", corrected.correction.id)
        .add("kind", std::string_view(to_string(corrected.correction.kind)))
        .add_array("changes", changes)
        .text();
}

void tell(const Context& context, const Corrected& corrected, const std::string& remark) {
    for (const RecordChange& change : corrected.changes) context.tell(line_of(change));
    if (!remark.empty()) context.tell(remark);
    if (corrected.changes.empty()) context.tell("no record changed");
    context.tell(
        fmt::format("correction {0}; `feedarc undo {0}` takes it back", corrected.correction.id));
}

}  // namespace

std::string line_of(const RecordChange& change) {
    switch (change.kind) {
        case RecordChange::Kind::joined:
            return fmt::format("record {} joined {}", change.record, change.other);
        case RecordChange::Kind::split:
            return fmt::format("record {} split from {}", change.record, change.other);
        case RecordChange::Kind::fresh: return fmt::format("record {} is new", change.record);
        case RecordChange::Kind::gone: return fmt::format("record {} is gone", change.record);
        case RecordChange::Kind::changed: break;
    }
    return fmt::format("record {} has other contents", change.record);
}

void add_json_option(CLI::App& app, bool& json) {
    add_flag(app, "--json", json, "Print what changed as a JSON object");
}

ExitStatus correct(const Context& context, bool json, const std::string& remark,
                   const std::function<Corrected(Corrector&)>& make) {
    Corrector corrector(context.archive_location(), context.session.now(), context.wait());
    const Corrected corrected = make(corrector);
    if (json) context.session.out << json_text(corrected) + '\n';
    if (!context.options.quiet && (!json || context.options.verbose)) {
        tell(context, corrected, remark);
    }
    return ExitStatus::ok;
}

}  // namespace feedarc::cli
