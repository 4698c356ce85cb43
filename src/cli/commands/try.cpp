#include <feedarc/capture.hpp>
#include <feedarc/error.hpp>
#include <feedarc/fingerprint.hpp>
#include <feedarc/identity.hpp>

#include "app/input_stream.hpp"
#include "app/inputs.hpp"
#include "cli/capture_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/suggest.hpp"
#include "render/record_fields.hpp"
#include "text/url.hpp"
#include "unpack/unpack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

namespace feedarc::cli {
namespace {

struct Options {
    std::string wanted;
    std::optional<std::string> url;
    bool allow_private = false;
    OutputOptions output;
};

bool is_file(const std::string& wanted) {
    std::error_code error;
    return wanted == "-" || std::filesystem::exists(wanted, error);
}

TriedPage try_file(const Context& context, const Options& chosen, const CaptureOptions& options) {
    const app::Input input =
        app::collect_inputs({chosen.wanted}, std::nullopt, context.session.now()).front();
    if (input.problem) throw Error(*input.problem);
    app::InputStream stream = input.path == "-"
                                  ? app::InputStream(context.session.input, "standard input")
                                  : app::InputStream(input);
    if (stream.is_web_archive()) {
        throw Error(
            ErrorCode::usage,
            fmt::format("{}: a web archive holds many pages; use feedarc extract", chosen.wanted));
    }
    Snapshot snapshot;
    snapshot.bytes = unpack::unpack(std::move(stream).whole(options.limits.page_bytes), input.path);
    if (chosen.url) snapshot.url = text::resolve_url(*chosen.url, "").value_or("");
    snapshot.captured_at = input.captured_at;
    const ConfiguredSource* source = find_source(options.configured, snapshot.url);
    TriedPage tried;
    tried.url = snapshot.url;
    tried.page = read_page(snapshot, std::nullopt, options.limits,
                           source != nullptr ? source->rules : Rules{});
    std::tie(tried.health, tried.verdict) = health_of_page(tried.page);
    tried.warnings = tried.page.warnings;
    return tried;
}

ConfiguredSource source_of(const CaptureOptions& options, const std::string& wanted) {
    if (auto source = wanted_source(options, wanted)) return std::move(*source);
    std::vector<std::string> names;
    for (const ConfiguredSource& source : options.configured) names.push_back(source.name);
    throw Error(ErrorCode::not_found,
                fmt::format("{}: neither a file, nor an http or https URL, nor a source{}", wanted,
                            did_you_mean(wanted, names)));
}

void print(const Context& context, const Options& chosen, TriedPage&& tried, Time at) {
    auto rows = chosen.output.rows(context, render::entry_fields());
    std::int64_t position = 0;
    for (Entry& entry : tried.page.entries) {
        if (entry.age) entry.published = published_at(*entry.age, at);
        const Fingerprint fingerprint = identity_text(entry).fingerprint;
        rows.add({position++, std::move(entry), fingerprint});
    }
    rows.finish();
    context.session.out.flush();
    if (context.options.quiet) return;
    if (tried.status) {
        context.tell(fmt::format("{}: HTTP {}", tried.url, *tried.status));
    }
    for (const std::string& warning : tried.warnings) context.tell("warning: " + warning);
    for (const std::string& link : tried.page.pager_links) context.tell("next page: " + link);
    context.tell(fmt::format("{}: {}", to_string(tried.health), tried.verdict));
}

ExitStatus run_try(const Context& context, const Options& chosen) {
    if (chosen.url && !text::resolve_url(*chosen.url, "")) {
        throw Error(ErrorCode::usage,
                    fmt::format("--url {}: no absolute http or https URL", *chosen.url));
    }
    CaptureOptions options = capture_options(context);
    if (chosen.allow_private) allow_private(options);
    const Time at = context.session.now();
    TriedPage tried = is_file(chosen.wanted) ? try_file(context, chosen, options)
                                             : try_page(source_of(options, chosen.wanted), options);
    print(context, chosen, std::move(tried), at);
    return ExitStatus::ok;
}

}  // namespace

Action configure_try(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "URL|FILE", chosen->wanted,
                 "A URL, the name of a configured source, a file, or - for standard input");
    add_text(options, "--url", chosen->url, "URL", "Where a file comes from");
    add_flag(options, "--allow-private", chosen->allow_private,
             "Also from addresses of private networks and of this machine");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return run_try(context, *chosen); };
}

}  // namespace feedarc::cli
