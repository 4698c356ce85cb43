#include "cli/described_options.hpp"

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/parser.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::cli {
namespace {

struct KindRow {
    std::string_view name;
    ValueKind kind;
};

// The one place that says of which options and arguments values can be completed: by the name of
// the option; by that of the value or argument of one command; by that of the value or argument.
constexpr std::array kKinds{
    KindRow{"--source", ValueKind::source},
    KindRow{"--category", ValueKind::category},
    KindRow{"--git", ValueKind::folder},
    KindRow{"merge OTHER", ValueKind::file},
    KindRow{"sources show NAME", ValueKind::source},
    KindRow{"sources set-url NAME", ValueKind::source},
    KindRow{"sources remove NAME", ValueKind::source},
    KindRow{"sources check NAME", ValueKind::source},
    KindRow{"SOURCE", ValueKind::source},
    KindRow{"CATEGORY", ValueKind::category},
    KindRow{"PATH", ValueKind::file},
    KindRow{"FILE", ValueKind::file},
    KindRow{"URL|FILE", ValueKind::file},
    KindRow{"INPUT", ValueKind::file},
    KindRow{"NEW", ValueKind::file},
    KindRow{"FOLDER", ValueKind::folder},
};

ValueKind kind_named(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const auto* const row = std::find_if(
            kKinds.begin(), kKinds.end(), [&](const KindRow& each) { return each.name == name; });
        if (row != kKinds.end()) return row->kind;
    }
    return ValueKind::other;
}

DescribedOption described(const CLI::Option& option, std::string_view command) {
    DescribedOption result;
    result.description = option.get_description();
    result.group = option.get_group();
    result.required = option.get_required();
    result.repeatable = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    result.choices = choices_of(option);
    if (option.get_positional()) {
        result.value = option.get_name(true, false);
    } else {
        for (const std::string& name : option.get_snames()) result.names.push_back("-" + name);
        for (const std::string& name : option.get_lnames()) result.names.push_back("--" + name);
        if (option.get_items_expected_max() > 0) result.value = option.get_type_name();
    }
    std::vector<std::string> names = result.names;
    names.push_back(fmt::format("{} {}", command, result.value));
    names.push_back(result.value);
    result.kind = result.choices.empty() ? kind_named(names) : ValueKind::choice;
    return result;
}

}  // namespace

DescribedCommand describe(const Command& command) {
    CLI::App app;
    GlobalOptions globals;
    (void)declare(app, &command, globals);
    DescribedCommand result;
    result.name = command.name;
    result.summary = command.summary;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group() == kGlobalOptions) continue;
        (option->get_positional() ? result.arguments : result.options)
            .push_back(described(*option, command.name));
    }
    return result;
}

std::vector<DescribedOption> describe_global_options() {
    CLI::App app;
    GlobalOptions globals;
    (void)declare(app, nullptr, globals);
    std::vector<DescribedOption> result;
    for (const CLI::Option* option : app.get_options()) result.push_back(described(*option, ""));
    return result;
}

std::vector<DescribedCommand> describe_commands() {
    std::vector<DescribedCommand> result;
    for (const Command& command : kCommandTable) {
        if (!command.hidden) result.push_back(describe(command));
    }
    return result;
}

}  // namespace feedarc::cli
