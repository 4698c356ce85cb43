#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class Option;
}

namespace feedarc::cli {

struct Command;

/// What can stand as the value of an option, for those who complete what is typed.
enum class ValueKind {
    other,   ///< cannot be told beforehand
    choice,  ///< one of DescribedOption::choices
    file,
    folder,
    source,    ///< the name of a source
    category,  ///< the name of a category
};

/// An option or an argument as the parser knows it.
struct DescribedOption {
    std::vector<std::string> names;  ///< `-q` and `--quiet`; none for an argument
    std::string value;               ///< how the value is called; empty for a flag
    std::string description;
    std::string group;  ///< the heading under which help shows it
    ValueKind kind = ValueKind::other;
    std::vector<std::string> choices;
    bool required = false;
    bool repeatable = false;
};

/// A command as the parser knows it.
struct DescribedCommand {
    std::string name;
    std::string summary;
    std::vector<DescribedOption> options;    ///< its own, in the order of its help
    std::vector<DescribedOption> arguments;  ///< in their order
};

/// Declares the options of a command and reads them from the parser.
[[nodiscard]] DescribedCommand describe(const Command& command);

/// The options that every command has, `--help` and `--version` among them.
[[nodiscard]] std::vector<DescribedOption> describe_global_options();

/// Every command that is not hidden, in the order of the table.
[[nodiscard]] std::vector<DescribedCommand> describe_commands();

}  // namespace feedarc::cli
