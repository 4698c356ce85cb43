#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace feedarc::cli {

/// An option that was declared, for what is said of it afterwards. Only the files that speak with
/// the library of options include it: its header costs the compiler seconds.
class Declared {
public:
    Declared(CLI::Option& option) : option_(&option) {}

    /// The heading of the help that it stands under.
    Declared group(const std::string& heading) const;
    Declared required(bool needed = true) const;

private:
    CLI::Option* option_;
};

// Declaring options. Values are taken as they are typed: an empty one is a value, and nothing is
// split or unquoted on the way.

Declared add_text(CLI::App& app, const std::string& name, std::optional<std::string>& target,
                  const std::string& value_name, const std::string& description);

/// May be given several times.
Declared add_texts(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                   const std::string& value_name, const std::string& description);

/// The whole numbers that an option takes.
struct Range {
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// A whole number in a range; anything else throws Error(usage).
Declared add_number(CLI::App& app, const std::string& name, std::optional<std::int64_t>& target,
                    Range range, const std::string& value_name, const std::string& description);

// A value is called in capitals (`NAME`), or by its choices, which are not (`table|tsv`): by that
// help, completions and man pages tell the two.

/// One of `choices`; anything else throws Error(usage) with "did you mean". Also for an argument,
/// which may be left out.
Declared add_choice(CLI::App& app, const std::string& name, std::optional<std::string>& target,
                    std::vector<std::string> choices, const std::string& description);

/// The same, and may be given several times.
Declared add_choices(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                     std::vector<std::string> choices, const std::string& description);

/// Those of an option that was declared; none where any value will do.
[[nodiscard]] std::vector<std::string> choices_of(const CLI::Option& option);

Declared add_flag(CLI::App& app, const std::string& name, bool& target,
                  const std::string& description);

/// Arguments without a name: exactly one, or one and more.
Declared add_argument(CLI::App& app, const std::string& name, std::string& target,
                      const std::string& description);
Declared add_arguments(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                       const std::string& description);

/// None, one or more.
Declared add_optional_arguments(CLI::App& app, const std::string& name,
                                std::vector<std::string>& target, const std::string& description);

/// At most one.
Declared add_optional_argument(CLI::App& app, const std::string& name,
                               std::optional<std::string>& target, const std::string& description);

/// Whether an option of this name was declared.
[[nodiscard]] bool declares(const CLI::App& app, const std::string& name);

/// Reads a whole number; nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_number(const std::string& text);

/// Reads an id that a command prints. Throws Error(usage).
[[nodiscard]] std::int64_t parse_id(const std::string& what, const std::string& text);

}  // namespace feedarc::cli
