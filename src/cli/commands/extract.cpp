#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>
#include <feedarc/fingerprint.hpp>
#include <feedarc/read.hpp>

#include "app/config.hpp"
#include "app/input_stream.hpp"
#include "app/inputs.hpp"
#include "app/web_snapshots.hpp"
#include "cli/commands/commands.hpp"
#include "cli/input_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "render/explanation.hpp"
#include "render/record_fields.hpp"
#include "text/url.hpp"
#include "unpack/unpack.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> inputs;
    InputOptions input;
    OutputOptions output;
    std::vector<std::string> rules;
    bool explain = false;
};

// Sets the rules that are given as FIELD=SELECTOR.
void set_rules(Rules& rules, const std::vector<std::string>& given) {
    for (const std::string& rule : given) {
        const std::size_t sign = rule.find('=');
        if (sign == std::string::npos) {
            throw Error(ErrorCode::usage,
                        fmt::format("--rule: '{}' is not FIELD=SELECTOR, such as title=h2", rule));
        }
        try {
            set_rule(rules, rule.substr(0, sign), rule.substr(sign + 1));
        } catch (const Error& error) {
            throw Error(error.code(), fmt::format("--rule: {}", error.what()));
        }
    }
}

class Extraction {
public:
    Extraction(const Context& context, const Options& chosen)
        : context_(context),
          chosen_(chosen),
          rows_(chosen.output.rows(context, render::entry_fields())),
          records_(limits_.page_bytes) {
        (void)rules_for("");  // a mistake in them is told before anything is read
        if (const auto path = context.config_path()) {
            configured_ = app::load_config(*path).sources;
        }
    }

    ExitStatus run() {
        const auto time = chosen_.input.capture_time(context_);
        for (const app::Input& input :
             app::collect_inputs(chosen_.inputs, time, context_.session.now())) {
            // One bad input costs only itself.
            try {
                read(input);
            } catch (const Error& error) {
                fail(error);
            }
        }
        if (!chosen_.explain) rows_.finish();
        return status_;
    }

private:
    void fail(const Error& error) {
        context_.say(error.what());
        status_ = worse_of(status_, status_of(error.code()));
    }

    void read(const app::Input& input) {
        if (input.problem) throw Error(*input.problem);
        app::InputStream stream = input.path == "-"
                                      ? app::InputStream(context_.session.input, "standard input")
                                      : app::InputStream(input);
        if (stream.is_web_archive()) {
            read_web_archive(std::move(stream), input.path);
            return;
        }
        Snapshot snapshot;
        snapshot.bytes = unpack::unpack(std::move(stream).whole(limits_.page_bytes), input.path,
                                        {.bytes = limits_.page_bytes});
        if (chosen_.input.url) {
            snapshot.url = text::resolve_url(*chosen_.input.url, "").value_or("");
        }
        snapshot.captured_at = input.captured_at;
        snapshot.media_type = chosen_.input.media_type.value_or("");
        if (snapshot.bytes.empty()) {
            throw Error(ErrorCode::input, fmt::format("{}: it is empty", input.path));
        }
        print(input.path, snapshot, chosen_.input.chosen_form());
    }

    void read_web_archive(app::InputStream stream, const std::string& path) {
        if (chosen_.input.url || chosen_.input.captured_at) app::refuse_told(path);
        if (chosen_.input.media_type) {
            context_.note(fmt::format("{}: {}", path, app::kMediaTypeUnused));
        }
        records_.open(std::move(stream).stream(), path);
        while (auto record = records_.next()) {
            if (record->problem) {
                fail(Error(record->problem->code(),
                           fmt::format("{}: {}", record->input, record->problem->what())));
                continue;
            }
            for (const std::string& warning : record->warnings) {
                context_.note(fmt::format("{}: {}", record->input, warning));
            }
            try {
                const auto form = chosen_.input.chosen_form();
                print(record->input, record->snapshot, form ? form : record->form);
            } catch (const Error& error) {
                fail(error);
            }
        }
    }

    // Runs a reading of an input; its errors then name it.
    template <typename Reading>
    auto named(const std::string& name, Reading reading) {
        try {
            return reading();
        } catch (const Error& error) {
            throw Error(error.code(), fmt::format("{}: {}", name, error.what()));
        }
    }

    // Those of the source that is configured with this URL; over them those that are given.
    [[nodiscard]] Rules rules_for(const std::string& url) const {
        const ConfiguredSource* const source = find_source(configured_, url);
        Rules rules = source != nullptr ? source->rules : Rules{};
        set_rules(rules, chosen_.rules);
        return rules;
    }

    void print(const std::string& name, const Snapshot& snapshot, std::optional<Form> form) {
        Rules rules = rules_for(snapshot.url);
        Page page;
        if (!chosen_.explain || (snapshot.url.empty() && !configured_.empty())) {
            page = named(name, [&] { return read_page(snapshot, form, limits_, rules); });
        }
        if (snapshot.url.empty() && find_source(configured_, page.canonical_url) != nullptr) {
            // The page itself says whose it is.
            rules = rules_for(page.canonical_url);
            page = named(name, [&] { return read_page(snapshot, form, limits_, rules); });
        }
        if (chosen_.explain) {
            const Explanation explanation =
                named(name, [&] { return explain_page(snapshot, form, limits_, rules); });
            render::print_explanation(context_.session.out, name, explanation);
            return;
        }
        for (const std::string& warning : page.warnings) {
            context_.note(fmt::format("{}: {}", name, warning));
        }
        if (page.entries.empty()) context_.note(fmt::format("{}: no entries found", name));
        std::int64_t position = 0;
        for (Entry& entry : page.entries) {
            if (entry.age) entry.published = published_at(*entry.age, snapshot.captured_at);
            const Fingerprint fingerprint = identity_text(entry).fingerprint;
            rows_.add({position, std::move(entry), fingerprint});
            ++position;
        }
    }

    const Context& context_;
    const Options& chosen_;
    std::vector<ConfiguredSource> configured_;
    const ReadLimits limits_;
    ExitStatus status_ = ExitStatus::ok;
    render::Rows<render::PlacedEntry> rows_;
    app::WebSnapshots records_;
};

ExitStatus extract(const Context& context, const Options& chosen) {
    chosen.input.check_url();
    return Extraction(context, chosen).run();
}

}  // namespace

Action configure_extract(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_arguments(options, "INPUT", chosen->inputs,
                  "Files, folders (read in depth) or - for standard input; .gz and .zst are "
                  "unpacked, WARC and ARC "
                  "read record by record");
    chosen->input.add_to(options);
    chosen->output.add_to(options);
    add_texts(options, "--rule", chosen->rules, "FIELD=SELECTOR",
              "Find a field by a CSS selector or XPath: record, title, link, date, category, "
              "excerpt, next; or date-order=dmy|mdy|ymd, time-zone=NAME (may be repeated)");
    add_flag(options, "--explain", chosen->explain,
             "Show what the finder weighed on each page, instead of the entries");
    return [chosen](Context& context) { return extract(context, *chosen); };
}

}  // namespace feedarc::cli
