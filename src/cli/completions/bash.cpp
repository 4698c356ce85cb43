#include "cli/completions/completions.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

// Behind the table of commands. Nothing here is evaluated: what was typed is only compared, and
// what is offered is quoted by `printf %q`, or for the quotes that are open.
constexpr std::string_view kFunctions = R"bash(
# Takes the quotes off a word, without expanding anything but ~/ at its beginning.
_feedarc_unquote() {
    local rest=$1 quote= char
    unquoted=
    [[ $rest == '~/'* ]] && unquoted=$HOME/ rest=${rest:2}
    while [[ -n $rest ]]; do
        char=${rest:0:1} rest=${rest:1}
        case $quote$char in
            \' | \") quote=$char ;;
            \'\' | \"\") quote= ;;
            \\) unquoted+=${rest:0:1} rest=${rest:1} ;;
            \"\\)
                case ${rest:0:1} in
                    [\$\`\"\\]) unquoted+=${rest:0:1} rest=${rest:1} ;;
                    *) unquoted+=$char ;;
                esac
                ;;
            *) unquoted+=$char ;;
        esac
    done
}

# Sets words, current and before: readline breaks words at COMP_WORDBREAKS as well, such as the = of
# --format=json, and replaces only what stands behind the last break.
_feedarc_split() {
    local line=${COMP_LINE:0:COMP_POINT} i piece
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        if ((i == 0)) || [[ -z $line || $line == [[:blank:]]* ]]; then
            words+=('')
            line=${line#"${line%%[![:blank:]]*}"}
        fi
        if ((i == COMP_CWORD)); then
            piece=$line
            before=${words[-1]}
            [[ -n $before && $piece == [=:@] ]] && before+=$piece piece=
            words[-1]=$before$piece
            current=$piece
        else
            words[-1]+=$piece
            line=${line#"$piece"}
        fi
    done
}

# Offers what begins with the current word.
_feedarc_offer() {
    local candidate prefix skip quote= word
    _feedarc_unquote "$before"
    skip=${#unquoted}
    _feedarc_unquote "$before$current"
    prefix=$unquoted
    # The name of an option and its = are no part of a value.
    [[ $before == --*=* ]] && prefix=${prefix#*=} && skip=$((skip - ${#unquoted} + ${#prefix}))
    ((skip < 0)) && skip=0
    [[ $current == [\'\"]* ]] && quote=${current:0:1}
    for candidate; do
        [[ $candidate == "$prefix"* ]] || continue
        word=${candidate:skip}
        case $quote in
            '') printf -v word %q "$word" ;;
            \') word=${word//"'"/"'\\''"} ;;
            \")
                word=${word//\\/\\\\} word=${word//\"/\\\"}
                word=${word//\$/\\\$} word=${word//\`/\\\`}
                word=${word//!/\"\'!\'\"}
                ;;
        esac
        # readline closes the quotes, unless the word seems to do so.
        [[ -n $quote && $word == *"$quote" ]] && word+=$quote
        COMPREPLY+=("$word")
    done
    # What they begin with in common must not end within an escape: then nothing is inserted.
    ((${#COMPREPLY[@]} > 1)) || return 0
    local common=${COMPREPLY[0]}
    for word in "${COMPREPLY[@]}"; do
        while [[ $word != "$common"* ]]; do common=${common%?}; done
    done
    [[ $common == *\\ || $common == *[\'\"] ]] && COMPREPLY+=(' ')
    return 0
}

_feedarc_names() {
    local names
    mapfile -t names < <(command feedarc "${place[@]}" complete-values "$1" 2>/dev/null </dev/null)
    _feedarc_offer "${names[@]}"
}

_feedarc_value() {
    case $1 in
        @file) compopt -o default ;;
        @folder) compopt -o dirnames ;;
        @source | @category) _feedarc_names "${1#@}" ;;
        @*) ;;
        *)
            local choices
            read -ra choices <<<"$1"
            _feedarc_offer "${choices[@]}"
            ;;
    esac
}

_feedarc() {
    local words current before unquoted word option= command= i number=0 only_arguments=
    local options arguments seconds place=()
    local -A values
    COMPREPLY=()
    _feedarc_split
    _feedarc_command ''
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -n $option ]]; then
            if [[ $option == --archive || $option == --config ]]; then
                _feedarc_unquote "$word"
                place+=("$option" "$unquoted")
            fi
            option=
        elif [[ -z $only_arguments && $word == -- ]]; then
            only_arguments=1
        elif [[ -z $only_arguments && $word == --*=* ]]; then
            if [[ $word == --archive=* || $word == --config=* ]]; then
                _feedarc_unquote "${word#*=}"
                place+=("${word%%=*}" "$unquoted")
            fi
        elif [[ -z $only_arguments && $word == -?* ]]; then
            [[ -n ${values[$word]-} ]] && option=$word
        elif [[ -z $command ]]; then
            command=$word
            _feedarc_command "$command"
        elif [[ $number == 0 && " $seconds " == *" $word "* ]]; then
            command+=" $word"
            _feedarc_command "$command"
        else
            number=$((number + 1))
        fi
    done
    word=${words[-1]}
    if [[ -n $option ]]; then
        _feedarc_value "${values[$option]}"
    elif [[ -z $only_arguments && $word == --*=* ]]; then
        option=${word%%=*}
        [[ -n ${values[$option]-} ]] && _feedarc_value "${values[$option]}"
    elif [[ -z $only_arguments && $word == -* ]]; then
        read -ra options <<<"$options"
        _feedarc_offer "${options[@]}"
    elif [[ -n $seconds && $number == 0 ]]; then
        read -ra seconds <<<"$seconds"
        _feedarc_offer "${seconds[@]}"
    elif ((${#arguments[@]} > 0)); then
        ((number < ${#arguments[@]})) || number=$((${#arguments[@]} - 1))
        [[ -n ${arguments[number]} ]] && _feedarc_value "${arguments[number]}"
    fi
    return 0
}

complete -F _feedarc feedarc
)bash";

std::string values_of(const std::vector<DescribedOption>& options) {
    std::string text;
    for (const DescribedOption& option : options) {
        if (option.value.empty()) continue;
        for (const std::string& name : option.names) {
            text += fmt::format(" [{}]={}", name, shell_quoted(value_words(option)));
        }
    }
    return text;
}

// One word for each place; where there is no further argument an empty one ends them.
std::string arguments_of(const DescribedCommand& command) {
    std::string text;
    for (const DescribedOption& argument : command.arguments) {
        text += fmt::format(" {}", shell_quoted(value_words(argument)));
    }
    if (command.arguments.empty() || command.arguments.back().repeatable) return text;
    return text + " ''";
}

std::string words_of(const std::vector<DescribedCommand>& commands) {
    std::string text;
    for (const DescribedCommand& command : commands) {
        text += fmt::format("{}{}", text.empty() ? "" : " ", command.name);
    }
    return text;
}

std::string case_of(const CompletedProgram& program, const DescribedCommand& command) {
    return fmt::format("        {}) options+=' {}' values+=({}) arguments=({}) seconds={} ;;\n",
                       shell_quoted(command.name), names_of(command.options),
                       values_of(command.options), arguments_of(command),
                       shell_quoted(words_of(second_words(program, command.name))));
}

}  // namespace

std::string bash_completions(const CompletedProgram& program) {
    std::string text =
        "# Completions of feedarc for bash, made by `feedarc completions bash`.\n\n"
        "# What stands behind a command: the names of options, what can be their values, and what\n"
        "# can be arguments.\n_feedarc_command() {\n";
    text += fmt::format("    options='{}' values=({} ) arguments=() seconds=\n",
                        names_of(program.globals), values_of(program.globals));
    text += "    case $1 in\n";
    text +=
        fmt::format("        '') seconds={} ;;\n", shell_quoted(words_of(first_words(program))));
    for (const DescribedCommand& command : program.commands) text += case_of(program, command);
    for (const DescribedCommand& first : first_words(program)) {
        const auto seconds = second_words(program, first.name);
        bool alone = false;
        for (const DescribedCommand& command : program.commands) {
            alone = alone || command.name == first.name;
        }
        if (alone || seconds.empty()) continue;
        text += fmt::format("        {}) seconds={} ;;\n", shell_quoted(first.name),
                            shell_quoted(words_of(seconds)));
    }
    text += "    esac\n}\n";
    text += kFunctions;
    return text;
}

}  // namespace feedarc::cli
