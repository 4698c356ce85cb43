#include "cli/packed_report.hpp"

#include "base/free_space.hpp"
#include "cli/counted.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

std::string packed_text(const PackSummary& summary) {
    if (summary.bodies == 0) return "nothing to pack";
    return fmt::format("{} packed into {}: {} take {} instead of {}",
                       counted(summary.bodies, "body", "bodies"),
                       counted(summary.blocks, "block", "blocks"), base::rough_size(summary.bytes),
                       base::rough_size(summary.after), base::rough_size(summary.before));
}

void tell_file(const Context& context, const ShrinkSummary& file) {
    if (file.after < file.before) {
        context.tell(fmt::format("the file takes {} instead of {}", base::rough_size(file.after),
                                 base::rough_size(file.before)));
    } else if (!file.why_not.empty()) {
        context.tell(fmt::format("{} of the file are free, and stay so until they are used: {}",
                                 base::rough_size(file.free), file.why_not));
    }
}

}  // namespace

std::string json_text(const PackSummary& summary) {
    render::JsonObject object;
    object.add("type", std::string_view("pack"))
        .add("bodies", summary.bodies)
        .add("blocks", summary.blocks)
        .add("bytes", static_cast<std::int64_t>(summary.bytes))
        .add("before", static_cast<std::int64_t>(summary.before))
        .add("after", static_cast<std::int64_t>(summary.after))
        .add("waiting", summary.waiting)
        .add("incompressible", summary.incompressible)
        .add("damaged", summary.damaged);
    if (summary.file) {
        object.add("file_before", static_cast<std::int64_t>(summary.file->before))
            .add("file_after", static_cast<std::int64_t>(summary.file->after))
            .add("file_free", static_cast<std::int64_t>(summary.file->free));
    }
    return object.text();
}

void tell(const Context& context, const PackSummary& summary, bool dry_run) {
    if (context.options.quiet && summary.bodies == 0) return;
    std::string text = packed_text(summary);
    if (summary.waiting > 0) text += fmt::format("; {} wait for more", summary.waiting);
    if (summary.damaged > 0) {
        text += fmt::format("; {} are damaged, and stay as they are", summary.damaged);
    }
    context.tell(dry_run ? "dry run, nothing stored: " + text : text);
    if (summary.file) tell_file(context, *summary.file);
}

}  // namespace feedarc::cli
