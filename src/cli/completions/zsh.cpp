#include "cli/completions/completions.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

// Behind the tables. Names are added by compadd, which quotes what it inserts.
constexpr std::string_view kFunctions = R"zsh(
_feedarc_names() {
    local -a names
    names=("${(@f)$(command feedarc "${_feedarc_place[@]}" complete-values $@[-1] 2>/dev/null </dev/null)}")
    compadd "${@[1,-2]}" -- "${(@)names:#}"
}

# A word without its quotes, and with ~/ at its beginning expanded; nothing else is.
_feedarc_unquoted() {
    REPLY=${(Q)1}
    [[ $1 == '~/'* ]] && REPLY=$HOME/${REPLY#'~/'}
}

_feedarc() {
    local command word REPLY
    local -a _feedarc_place specs
    local -A seconds
    integer i=2 at=0
    _feedarc_seconds
    while (( i <= $#words )); do
        word=$words[i]
        case $word in
            (--archive|--config)
                if (( i + 1 != CURRENT && i < $#words )); then
                    _feedarc_unquoted "$words[i+1]"
                    _feedarc_place+=($word "$REPLY")
                fi
                (( i += 1 ))
                ;;
            (--archive=*|--config=*)
                if (( i != CURRENT )); then
                    _feedarc_unquoted "${word#*=}"
                    _feedarc_place+=(${word%%=*} "$REPLY")
                fi
                ;;
            (--wait|--color) (( i += 1 )) ;;
            (-?*) ;;
            (*)
                if (( i < CURRENT )) && [[ -z $command ]]; then
                    command=$word at=i
                elif (( i < CURRENT && i == at + 1 )) && [[ " $seconds[$command] " == *" $word "* ]]; then
                    command+=" $word" at=i
                fi
                ;;
        esac
        (( i += 1 ))
    done
    _feedarc_specs "$command"
    if (( at > 0 )); then
        words=("feedarc $command" "${(@)words[at+1,-1]}")
        (( CURRENT -= at - 1 ))
    fi
    _arguments -s -S : "${specs[@]}"
}

if [[ $funcstack[1] == _feedarc ]]; then
    _feedarc "$@"
else
    compdef _feedarc feedarc
fi
)zsh";

// In a specification of _arguments.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        if (byte == '[' || byte == ']' || byte == ':' || byte == '\\') result += '\\';
        result += byte;
    }
    return result;
}

// `:MESSAGE:ACTION`
std::string action_of(const DescribedOption& option) {
    std::string action = " ";
    switch (option.kind) {
        case ValueKind::choice: action = fmt::format("({})", value_words(option)); break;
        case ValueKind::file: action = "_files"; break;
        case ValueKind::folder: action = "_files -/"; break;
        case ValueKind::source: action = "_feedarc_names source"; break;
        case ValueKind::category: action = "_feedarc_names category"; break;
        case ValueKind::other: break;
    }
    return fmt::format(":{}:{}", escaped(option.value), action);
}

std::string options_of(const std::vector<DescribedOption>& options) {
    std::string text;
    for (const DescribedOption& option : options) {
        for (const std::string& name : option.names) {
            const bool value = !option.value.empty();
            // The name with the value behind it, or behind a `=`.
            const std::string spec =
                fmt::format("{}{}{}[{}]{}", option.repeatable ? "*" : "", name,
                            value && name.starts_with("--") ? "=" : "", escaped(option.description),
                            value ? action_of(option) : "");
            text += fmt::format("                {}\n", shell_quoted(spec));
        }
    }
    return text;
}

std::string arguments_of(const DescribedCommand& command) {
    std::string text;
    for (const DescribedOption& argument : command.arguments) {
        // `*` takes the rest, with no message of its own number.
        const std::string spec = (argument.repeatable ? "*"
                                  : argument.required ? ""
                                                      : ":") +
                                 action_of(argument);
        text += fmt::format("                {}\n", shell_quoted(spec));
    }
    return text;
}

// A function that offers words with what they mean, as a line of the case it stands in.
std::string describe_call(const std::vector<DescribedCommand>& commands) {
    std::string text = "((";
    for (const DescribedCommand& command : commands) {
        std::string summary;
        for (const char byte : command.summary) {
            if (byte == '(' || byte == ')' || byte == '"' || byte == '\'' || byte == ',' ||
                byte == ';') {
                summary += '\\';
            }
            summary += byte;
        }
        std::string spaced;
        for (const char byte : summary) {
            if (byte == ' ') spaced += '\\';
            spaced += byte;
        }
        text += fmt::format("{}\\:{} ", command.name, spaced);
    }
    text += "))";
    return fmt::format("                {}\n", shell_quoted(":command:" + text));
}

std::string case_of(const CompletedProgram& program, const std::string& name,
                    const DescribedCommand* command) {
    std::string text = fmt::format("        ({})\n            specs+=(\n", shell_quoted(name));
    const auto seconds = second_words(program, name);
    if (command != nullptr) text += options_of(command->options);
    if (!seconds.empty()) {
        text += describe_call(seconds);
    } else if (command != nullptr) {
        text += arguments_of(*command);
    }
    return text + "            )\n            ;;\n";
}

}  // namespace

std::string zsh_completions(const CompletedProgram& program) {
    std::string text =
        "#compdef feedarc\n# Completions of feedarc for zsh, made by `feedarc completions zsh`.\n\n"
        "_feedarc_seconds() {\n    seconds=(\n";
    for (const DescribedCommand& first : first_words(program)) {
        std::string words;
        for (const DescribedCommand& second : second_words(program, first.name)) {
            words += (words.empty() ? "" : " ") + second.name;
        }
        if (!words.empty()) text += fmt::format("        {} {}\n", first.name, shell_quoted(words));
    }
    text += "    )\n}\n\n_feedarc_specs() {\n    specs=(\n" + options_of(program.globals) +
            "    )\n    case $1 in\n        ('')\n            specs+=(\n" +
            describe_call(first_words(program)) + "            )\n            ;;\n";
    for (const DescribedCommand& command : program.commands) {
        text += case_of(program, command.name, &command);
    }
    for (const DescribedCommand& first : first_words(program)) {
        bool alone = false;
        for (const DescribedCommand& command : program.commands) {
            alone = alone || command.name == first.name;
        }
        if (!alone) text += case_of(program, first.name, nullptr);
    }
    text += "    esac\n}\n";
    text += kFunctions;
    return text;
}

}  // namespace feedarc::cli
