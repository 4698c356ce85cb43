#include <feedarc/check.hpp>
#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/damage_report.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    bool quick = false;
    bool data = false;
    std::optional<std::string> sample;
    bool json = false;
};

// `5`, `5%`, `0.5%`: one of how many slices that is, the day says which. So after as many days all
// bodies were looked at once.
BodySlice slice_of(const std::string& text, Time now) {
    constexpr double kAll = 100;
    std::string_view number = text;
    if (number.ends_with('%')) number.remove_suffix(1);
    double share = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), share);
    if (error != std::errc{} || end != number.data() + number.size() || !(share > 0) ||
        share > kAll) {
        throw Error(ErrorCode::usage,
                    fmt::format("--sample {}: a part of the bodies is wanted, such as 5%", text));
    }
    constexpr double kMostSlices = 1e9;
    const double slices = std::min(std::ceil(kAll / share - 1e-9), kMostSlices);
    const auto day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    BodySlice slice;
    slice.slices = static_cast<std::uint64_t>(slices);
    slice.number = static_cast<std::uint64_t>(day) % slice.slices;
    return slice;
}

CheckOptions options_of(const Context& context, const Options& chosen) {
    CheckOptions options;
    if (chosen.quick) options.depth = CheckDepth::quick;
    if (chosen.data) options.depth = CheckDepth::data;
    if (chosen.sample) options.sample = slice_of(*chosen.sample, context.session.now());
    return options;
}

std::string json_text(const CheckReport& report, const CheckOptions& options) {
    render::JsonObject object;
    object.add("type", std::string_view("check"))
        .add("damages", static_cast<std::int64_t>(report.damages))
        .add("rows", report.rows)
        .add("bodies", report.bodies)
        .add("body_bytes", report.body_bytes)
        .add("derived", report.derived);
    if (options.sample) {
        object.add("sample_slice", static_cast<std::int64_t>(options.sample->number))
            .add("sample_slices", static_cast<std::int64_t>(options.sample->slices));
    }
    return object.text();
}

std::string summary_text(const CheckReport& report, const CheckOptions& options) {
    std::string text = report.damages == 0   ? "nothing is damaged"
                       : report.damages == 1 ? "1 damage"
                                             : fmt::format("{} damages", report.damages);
    if (options.depth == CheckDepth::quick) return text + ": file, schema and structure";
    text += fmt::format(": {} rows", report.rows);
    if (options.sample) {
        text += fmt::format(", {} bodies (part {} of {}, by the day)", report.bodies,
                            options.sample->number + 1, options.sample->slices);
    } else if (options.depth == CheckDepth::data) {
        text += fmt::format(", {} bodies ({} bytes)", report.bodies, report.body_bytes);
    }
    return report.derived ? text + ", all that is derived" : text;
}

ExitStatus run_check(const Context& context, const Options& chosen) {
    if (int{chosen.quick} + int{chosen.data} + int{chosen.sample.has_value()} > 1) {
        throw Error(ErrorCode::usage, "--quick, --data and --sample exclude one another");
    }
    const CheckOptions options = options_of(context, chosen);
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    CheckListener listener;
    listener.progress = [&](const CheckProgress& now) {
        progress.update(now.done, now.total, now.doing);
    };
    listener.damage = [&](const Damage& damage) {
        progress.clear();
        if (chosen.json) {
            context.session.out << damage_json(damage) << '\n';
        } else {
            context.say(damage_line(damage));
        }
    };
    listener.note = [&](const std::string& text) {
        progress.clear();
        if (!chosen.json) context.note(text);
    };
    const CheckReport report = check_archive(context.archive_location(), options, listener);
    progress.clear();
    if (chosen.json) {
        context.session.out << json_text(report, options) << '\n';
    } else if (report.damages > 0 || !context.options.quiet) {
        context.tell(summary_text(report, options));
    }
    return report.damages > 0 ? ExitStatus::archive : ExitStatus::ok;
}

}  // namespace

Action configure_check(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_flag(options, "--quick", chosen->quick, "The file, its schema and its structure alone");
    add_flag(options, "--data", chosen->data, "Also the bytes of every snapshot");
    add_text(options, "--sample", chosen->sample, "N%",
             "Also the bytes of a part of the snapshots, each day of another part");
    add_flag(options, "--json", chosen->json, "Print what is damaged as JSON, an object a line");
    return [chosen](Context& context) { return run_check(context, *chosen); };
}

}  // namespace feedarc::cli
