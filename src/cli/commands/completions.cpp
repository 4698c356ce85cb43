#include "cli/completions/completions.hpp"

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"

#include <memory>
#include <ostream>

namespace feedarc::cli {

Action configure_completions(CLI::App& options) {
    auto shell = std::make_shared<std::optional<std::string>>();
    add_choice(options, "SHELL", *shell, completion_shells(), "The shell that reads the script")
        .required();
    return [shell](Context& context) {
        context.session.out << completion_script(shell->value());
        return ExitStatus::ok;
    };
}

}  // namespace feedarc::cli
