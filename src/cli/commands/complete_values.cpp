#include <feedarc/archive_names.hpp>
#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "text/visible.hpp"

#include <algorithm>
#include <memory>
#include <ostream>

// What the completions of shells ask for. It is asked at every stroke of a key, so it says nothing
// rather than what is wrong.
namespace feedarc::cli {
namespace {

struct Options {
    std::optional<std::string> kind;
};

std::vector<std::string> configured_names(const Context& context) {
    std::vector<std::string> names;
    for (const ConfiguredSource& source : configuration(context).sources) {
        names.push_back(source.name);
    }
    return names;
}

// Nothing of what cannot be read.
template <typename Names>
std::vector<std::string> names_or_none(const Names& names) {
    try {
        return names();
    } catch (const Error&) {
        return {};
    }
}

std::vector<std::string> source_names(const Context& context) {
    auto names = names_or_none([&] { return archive_names(context.archive_location()).sources; });
    const auto configured = names_or_none([&] { return configured_names(context); });
    names.insert(names.end(), configured.begin(), configured.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

ExitStatus complete_values(const Context& context, const Options& chosen) {
    const auto names = chosen.kind == "source" ? source_names(context) : names_or_none([&] {
        return archive_names(context.archive_location()).categories;
    });
    for (const std::string& name : names) {
        // One that cannot be typed, or is more than a line, is no help.
        if (name.empty() || text::visible(name) != name) continue;
        context.session.out << name + '\n';
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_complete_values(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_choice(options, "KIND", chosen->kind, {"source", "category"}, "Names of what").required();
    return [chosen](Context& context) { return complete_values(context, *chosen); };
}

}  // namespace feedarc::cli
