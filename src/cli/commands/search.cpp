#include <feedarc/error.hpp>
#include <feedarc/search.hpp>

#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "render/record_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> words;
    FilterOptions filter;
    OutputOptions output;
    bool rank = false;
    bool count = false;
};

Filter filter_of(const Context& context, const Options& chosen) {
    if (chosen.filter.at) {
        throw Error(ErrorCode::usage,
                    "--at: search looks at all times; leave it out, or use `feedarc list --at`");
    }
    if (chosen.rank && chosen.filter.sort) {
        throw Error(ErrorCode::usage, "--rank, --sort: only one of them");
    }
    Filter filter = chosen.filter.filter(context);
    filter.query = fmt::format("{}", fmt::join(chosen.words, " "));
    if (filter.query.find_first_not_of(' ') == std::string::npos) {
        throw Error(ErrorCode::usage, "search: say what to look for, such as: feedarc search 算法");
    }
    if (chosen.rank) filter.sort = Sort::relevance;
    if (chosen.rank && filter.after) {
        throw Error(ErrorCode::usage, "--after: there are no cursors for --rank");
    }
    return filter;
}

ExitStatus search(const Context& context, const Options& chosen) {
    Filter filter = filter_of(context, chosen);
    const bool on_terminal = context.session.terminal.out;
    const auto archive = context.open_archive();
    if (chosen.count) {
        filter.limit.reset();
        filter.after.reset();
        context.session.out << fmt::format("{}\n", archive->count(filter));
        return ExitStatus::ok;
    }
    if (!filter.limit && on_terminal) filter.limit = kLimitOnTerminal;
    auto rows = chosen.output.rows(context, render::found_fields());
    std::int64_t shown = 0;
    std::string cursor;
    archive->find(filter, [&](const Record& record) {
        rows.add({record, passage_of(*archive, record, filter.query)});
        ++shown;
        cursor = record.cursor;
        return true;
    });
    rows.finish();
    context.session.out.flush();
    if (shown == 0) explain_no_match(context, *archive, filter);
    if (on_terminal && filter.limit && shown == *filter.limit) {
        context.note(cursor.empty()
                         ? fmt::format("{} records shown, there may be more (--limit N)", shown)
                         : fmt::format("{} records shown, there may be more: go on with "
                                       "--after {}",
                                       shown, cursor));
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_search(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_arguments(options, "QUERY", chosen->words,
                  "Words (all of them), \"a phrase\", -without, one OR other, title:word");
    chosen->filter.add_to(options);
    chosen->output.add_to(options);
    add_flag(options, "--rank", chosen->rank, "The best first, not the newest");
    add_flag(options, "--count", chosen->count, "Print only how many records match");
    return [chosen](Context& context) { return search(context, *chosen); };
}

}  // namespace feedarc::cli
