#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/record_groups.hpp"
#include "render/record_fields.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    FilterOptions filter;
    OutputOptions output;
    GroupOptions groups;
    bool count = false;
};

ExitStatus list_groups(const Context& context, const Options& chosen, Filter filter) {
    const auto archive = context.open_archive();
    if (chosen.count) {
        filter.limit.reset();
        filter.after.reset();
    } else if (!filter.limit && context.session.terminal.out) {
        filter.limit = kLimitOnTerminal;
    }
    const auto print = chosen.count ? count_by_group : list_by_group;
    const std::int64_t shown = print(context, *archive, chosen.groups, chosen.output, filter);
    context.session.out.flush();
    if (shown == 0) explain_no_match(context, *archive, filter);
    if (!chosen.count && filter.limit && shown == *filter.limit && !chosen.filter.limit) {
        context.note(fmt::format("{} records shown (--limit N shows more)", shown));
    }
    return ExitStatus::ok;
}

ExitStatus count(const Context& context, Archive& archive, Filter filter) {
    // How many match does not depend on the page that is shown of them.
    filter.limit.reset();
    filter.after.reset();
    const std::int64_t matches = archive.count(filter);
    context.session.out << fmt::format("{}\n", matches);
    if (matches == 0) explain_no_match(context, archive, filter);
    return ExitStatus::ok;
}

// What the pages showed at a time.
ExitStatus list_at(const Context& context, const Options& chosen, const Filter& filter, Time at) {
    const auto archive = context.open_archive();
    std::int64_t shown = 0;
    if (chosen.count) {
        archive->find_at(at, filter, [&](const Record&) {
            ++shown;
            return true;
        });
        context.session.out << fmt::format("{}\n", shown);
        return ExitStatus::ok;
    }
    auto rows = chosen.output.rows(context, render::record_fields());
    archive->find_at(at, filter, [&](const Record& record) {
        rows.add(record);
        ++shown;
        return true;
    });
    rows.finish();
    context.session.out.flush();
    if (shown == 0) explain_no_match(context, *archive, filter);
    return ExitStatus::ok;
}

ExitStatus list(const Context& context, const Options& chosen) {
    Filter filter = chosen.filter.filter(context);
    if (chosen.groups.by) {
        if (chosen.filter.at || chosen.filter.after) {
            throw Error(ErrorCode::usage, "--group goes neither with --at nor with --after");
        }
        return list_groups(context, chosen, std::move(filter));
    }
    if (const auto at = chosen.filter.as_of(context)) return list_at(context, chosen, filter, *at);
    if (chosen.count) return count(context, *context.open_archive(), std::move(filter));

    const bool on_terminal = context.session.terminal.out;
    if (!filter.limit && on_terminal) filter.limit = kLimitOnTerminal;
    auto rows = chosen.output.rows(context, render::record_fields());
    const auto archive = context.open_archive();
    // One more than is shown tells whether there is more.
    const auto limit = filter.limit;
    if (limit && on_terminal) filter.limit = *limit + 1;
    std::int64_t shown = 0;
    std::string cursor;
    bool more = false;
    archive->find(filter, [&](const Record& record) {
        more = limit && shown == *limit;
        if (more) return false;
        rows.add(record);
        ++shown;
        cursor = record.cursor;
        return true;
    });
    rows.finish();
    context.session.out.flush();
    if (shown == 0) explain_no_match(context, *archive, filter);
    if (more && on_terminal) {
        context.note(cursor.empty()
                         ? fmt::format("{} records shown, there are more (--limit N)", shown)
                         : fmt::format("{} records shown, there are more: go on with --after {}",
                                       shown, cursor));
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_list(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    chosen->filter.add_to(options);
    chosen->output.add_to(options);
    chosen->output.add_template_to(options);
    chosen->groups.add_to(options);
    add_flag(options, "--count", chosen->count, "Print only how many records match");
    return [chosen](Context& context) { return list(context, *chosen); };
}

}  // namespace feedarc::cli
