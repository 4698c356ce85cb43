#include <feedarc/doctor.hpp>

#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/context.hpp"
#include "cli/exit_status.hpp"
#include "cli/options.hpp"
#include "render/json_text.hpp"
#include "render/value.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

std::string json_text(const Finding& finding) {
    return render::JsonObject()
        .add("type", std::string_view("finding"))
        .add("subject", std::string_view(finding.subject))
        .add("verdict", std::string_view(to_string(finding.verdict)))
        .add("detail", std::string_view(finding.detail))
        .add("remedy", render::text_or_null(finding.remedy))
        .text();
}

std::string line_of(const Finding& finding) {
    std::string line = fmt::format("{:<7}  {:<13}  {}", to_string(finding.verdict), finding.subject,
                                   finding.detail);
    if (!finding.remedy.empty()) line += fmt::format(" -> {}", finding.remedy);
    return text::visible(line);
}

ExitStatus run_doctor(const Context& context, bool json) {
    DoctorOptions options;
    options.config_path = context.config_path();
    options.home = home_of(context);
    options.now = context.session.now();
    options.wait = context.wait();
    ExitStatus status = ExitStatus::ok;
    for (const Finding& finding : examine(context.archive_location(), options)) {
        if (finding.verdict == Finding::Verdict::problem) {
            status = worse_of(status, status_of(finding.code));
        }
        if (context.options.quiet && finding.verdict == Finding::Verdict::ok) continue;
        context.session.out << (json ? json_text(finding) : line_of(finding)) + '\n';
    }
    return status;
}

}  // namespace

Action configure_doctor(CLI::App& options) {
    auto json = std::make_shared<bool>(false);
    add_flag(options, "--json", *json, "One line of JSON for each finding");
    return [json](Context& context) { return run_doctor(context, *json); };
}

}  // namespace feedarc::cli
