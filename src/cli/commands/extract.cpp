#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>
#include <feedarc/fingerprint.hpp>
#include <feedarc/read.hpp>

#include "app/inputs.hpp"
#include "cli/commands/commands.hpp"
#include "cli/input_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "render/explanation.hpp"
#include "render/record_fields.hpp"
#include "text/url.hpp"
#include "unpack/unpack.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> inputs;
    InputOptions input;
    OutputOptions output;
    bool explain = false;
};

Snapshot snapshot_of(const Context& context, const Options& chosen, const app::Input& input) {
    if (input.problem) throw Error(*input.problem);
    const ReadLimits limits;
    std::string bytes = input.path == "-" ? context.session.read_input(limits.page_bytes)
                                          : app::read_input(input, limits.page_bytes);
    Snapshot snapshot;
    snapshot.bytes = unpack::unpack(std::move(bytes), input.path, {.bytes = limits.page_bytes});
    if (chosen.input.url) snapshot.url = text::resolve_url(*chosen.input.url, "").value_or("");
    snapshot.captured_at = input.captured_at;
    snapshot.media_type = chosen.input.media_type.value_or("");
    if (snapshot.bytes.empty()) {
        throw Error(ErrorCode::input, fmt::format("{}: it is empty", input.path));
    }
    return snapshot;
}

// Runs a reading of an input; its errors then name it.
template <typename Reading>
auto read_of(const app::Input& input, Reading reading) {
    try {
        return reading();
    } catch (const Error& error) {
        throw Error(error.code(), fmt::format("{}: {}", input.path, error.what()));
    }
}

void print_page(const Context& context, const std::string& name, Page page,
                render::Rows<render::PlacedEntry>& rows) {
    for (const std::string& warning : page.warnings) {
        context.note(fmt::format("{}: {}", name, warning));
    }
    if (page.entries.empty()) context.note(fmt::format("{}: no entries found", name));
    std::int64_t position = 0;
    for (Entry& entry : page.entries) {
        const Fingerprint fingerprint = identity_text(entry).fingerprint;
        rows.add({position, std::move(entry), fingerprint});
        ++position;
    }
}

template <typename Handle>
ExitStatus for_each_input(const Context& context, const Options& chosen, Handle handle) {
    ExitStatus status = ExitStatus::ok;
    for (const app::Input& input : app::collect_inputs(
             chosen.inputs, chosen.input.capture_time(context), context.session.now())) {
        try {
            handle(input, snapshot_of(context, chosen, input));
        } catch (const Error& error) {
            if (error.code() == ErrorCode::io) throw;  // of standard output
            // One bad input costs only itself.
            context.say(error.what());
            status = worse_of(status, status_of(error.code()));
        }
    }
    return status;
}

ExitStatus explain(const Context& context, const Options& chosen) {
    return for_each_input(context, chosen, [&](const app::Input& input, const Snapshot& snapshot) {
        const Explanation explanation =
            read_of(input, [&] { return explain_page(snapshot, chosen.input.chosen_form()); });
        render::print_explanation(context.session.out, input.path, explanation);
    });
}

ExitStatus extract(const Context& context, const Options& chosen) {
    chosen.input.check_url();
    if (chosen.explain) return explain(context, chosen);
    auto rows = chosen.output.rows(context, render::entry_fields());
    const ExitStatus status =
        for_each_input(context, chosen, [&](const app::Input& input, const Snapshot& snapshot) {
            Page page =
                read_of(input, [&] { return read_page(snapshot, chosen.input.chosen_form()); });
            print_page(context, input.path, std::move(page), rows);
        });
    rows.finish();
    return status;
}

}  // namespace

Action configure_extract(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_arguments(
        options, "INPUT", chosen->inputs,
        "Files, folders (read in depth) or - for standard input; .gz and .zst are unpacked");
    chosen->input.add_to(options);
    chosen->output.add_to(options);
    add_flag(options, "--explain", chosen->explain,
             "Show what the finder weighed on each page, instead of the entries");
    return [chosen](Context& context) { return extract(context, *chosen); };
}

}  // namespace feedarc::cli
