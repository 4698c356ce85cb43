#include "cli/input_options.hpp"

#include <feedarc/error.hpp>

#include "cli/options.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

void InputOptions::add_to(CLI::App& app) {
    add_text(app, "--url", url, "URL", "The address of the page");
    add_text(app, "--captured-at", captured_at, "TIME",
             "When it was captured (else by file name or modification time)");
    add_choice(app, "--input-format", form,
               {to_string(Form::text), to_string(Form::html), to_string(Form::feed)},
               "How to read it (else told from the bytes)");
    add_text(app, "--media-type", media_type, "TYPE",
             "The Content-Type that it came with, such as 'text/html; charset=gbk'");
}

std::optional<Time> InputOptions::capture_time(const Context& context) const {
    if (!captured_at) return std::nullopt;
    return context.time_of("--captured-at", *captured_at);
}

std::optional<Form> InputOptions::chosen_form() const {
    if (!form) return std::nullopt;
    return form_from(*form);
}

void InputOptions::check_url() const {
    if (!url || text::canonical_url(*url)) return;
    throw Error(ErrorCode::usage,
                fmt::format("--url: '{}' is not an absolute http or https URL", *url));
}

}  // namespace feedarc::cli
