#include "cli/completions/completions.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

// Behind the tables. fish itself filters what is printed here and quotes what it inserts.
constexpr std::string_view kFunctions = R"fish(
function __feedarc_value --argument-names kind before
    switch $kind
        case @file
            __fish_complete_path (string replace -- "$before" '' (commandline -ct)) | string replace -r -- '^' "$before"
        case @folder
            __fish_complete_directories (string replace -- "$before" '' (commandline -ct)) | string replace -r -- '^' "$before"
        case @source @category
            for name in (command feedarc $__feedarc_place complete-values (string sub -s 2 -- $kind) 2>/dev/null </dev/null)
                printf '%s\n' "$before$name"
            end
        case '@*'
        case '*'
            for choice in (string split ' ' -- $kind)
                printf '%s\n' "$before$choice"
            end
    end
end

# What can be the value of an option: the first line of a table that names it.
function __feedarc_kind --argument-names option
    for line in $argv[2..]
        set -l fields (string split \t -- $line)
        if test "$fields[1]" = "$option"
            test -n "$fields[3]"; and printf '%s\n' $fields[3]
            return
        end
    end
end

function __feedarc_home
    string replace -r -- '^~/' "$HOME/" $argv[1]
end

function __feedarc_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l name ''
    set -l option ''
    set -l number 0
    set -l only_arguments 0
    set -l globals (__feedarc_options '')
    set -l options $globals
    set -l seconds (__feedarc_seconds '')
    set -g __feedarc_place
    for word in $words[2..]
        if test -n "$option"
            if contains -- $option --archive --config
                set -a __feedarc_place $option (__feedarc_home $word)
            end
            set option ''
        else if test $only_arguments = 0; and test "$word" = --
            set only_arguments 1
        else if test $only_arguments = 0; and string match -qr -- '^--[^=]+=' $word
            set -l parts (string split -m 1 = -- $word)
            if contains -- $parts[1] --archive --config
                set -a __feedarc_place $parts[1] (__feedarc_home $parts[2])
            end
        else if test $only_arguments = 0; and string match -qr -- '^-.' $word
            set -l kind (__feedarc_kind $word $options)
            test -n "$kind"; and set option $word
        else if test -z "$name"
            set name $word
            set options (__feedarc_options $name) $globals
            set seconds (__feedarc_seconds $name)
        else if test $number = 0; and string match -q -- "$word"\t'*' $seconds
            set name "$name $word"
            set options (__feedarc_options $name) $globals
            set seconds
        else
            set number (math $number + 1)
        end
    end
    if test -n "$option"
        __feedarc_value (__feedarc_kind $option $options) ''
    else if test $only_arguments = 0; and string match -qr -- '^--[^=]+=' $current
        set -l before (string split -m 1 = -- $current)[1]
        set -l kind (__feedarc_kind $before $options)
        test -n "$kind"; and __feedarc_value $kind $before=
    else if test $only_arguments = 0; and string match -qr -- '^-' $current
        for line in $options
            set -l fields (string split \t -- $line)
            printf '%s\t%s\n' $fields[1] $fields[2]
        end
    else if test $number = 0; and test -n "$seconds"
        printf '%s\n' $seconds
    else
        set -l arguments (__feedarc_arguments $name)
        set -l place (math $number + 1)
        if test $place -gt (count $arguments); and test (count $arguments) -gt 0; and test "$arguments[-1]" != ''
            set place (count $arguments)
        end
        test -n "$arguments[$place]"; and __feedarc_value $arguments[$place] ''
    end
    set -e __feedarc_place
end

complete -c feedarc -e
complete -c feedarc -f -a '(__feedarc_complete)'
)fish";

// In single quotes, as fish has them.
std::string fish_quoted(std::string_view text) {
    std::string word = "'";
    for (const char byte : text) {
        if (byte == '\'' || byte == '\\') word += '\\';
        word += byte;
    }
    return word + '\'';
}

// A line for each name: NAME, DESCRIPTION and what can be its value, with tabs between.
std::string options_of(const std::vector<DescribedOption>& options) {
    std::string text;
    for (const DescribedOption& option : options) {
        for (const std::string& name : option.names) {
            const std::string kind = option.value.empty() ? "" : value_words(option);
            text += fmt::format("            printf '%s\\t%s\\t%s\\n' {} {} {}\n", name,
                                fish_quoted(option.description), fish_quoted(kind));
        }
    }
    return text;
}

std::string words_of(const std::vector<DescribedCommand>& commands) {
    std::string text;
    for (const DescribedCommand& command : commands) {
        text += fmt::format("            printf '%s\\t%s\\n' {} {}\n", command.name,
                            fish_quoted(command.summary));
    }
    return text;
}

std::string arguments_of(const DescribedCommand& command) {
    std::string text;
    for (const DescribedOption& argument : command.arguments) {
        text += ' ' + fish_quoted(value_words(argument));
    }
    if (command.arguments.empty() || !command.arguments.back().repeatable) text += " ''";
    return fmt::format("            printf '%s\\n'{}\n", text);
}

}  // namespace

std::string fish_completions(const CompletedProgram& program) {
    std::string options = "        case ''\n" + options_of(program.globals);
    std::string seconds = "        case ''\n" + words_of(first_words(program));
    std::string arguments;
    for (const DescribedCommand& command : program.commands) {
        options += fmt::format("        case '{}'\n{}", command.name, options_of(command.options));
        arguments += fmt::format("        case '{}'\n{}", command.name, arguments_of(command));
    }
    for (const DescribedCommand& first : first_words(program)) {
        const auto words = second_words(program, first.name);
        if (!words.empty())
            seconds += fmt::format("        case '{}'\n{}", first.name, words_of(words));
    }
    const auto function = [](std::string_view name, const std::string& cases) {
        return fmt::format(
            "\nfunction {} --argument-names name\n    switch \"$name\"\n{}    end\nend\n", name,
            cases);
    };
    std::string text = "# Completions of feedarc for fish, made by `feedarc completions fish`.\n";
    text += function("__feedarc_options", options);
    text += function("__feedarc_seconds", seconds);
    text += function("__feedarc_arguments", arguments);
    text += kFunctions;
    return text;
}

}  // namespace feedarc::cli
