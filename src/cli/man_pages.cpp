#include "cli/man_pages.hpp"

#include "cli/commands/commands.hpp"
#include "cli/described_options.hpp"
#include "cli/examples.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace feedarc::cli {
namespace {

constexpr std::string_view kMark = ".\\\" @";

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// A line of text: no request, no escape, and each sentence on a line of its own.
std::string text_line(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            result += "\\e";
        } else if (text[i] == '-') {
            result += "\\-";
        } else if (text[i] == ' ' && i > 0 && text[i - 1] == '.' && i + 1 < text.size() &&
                   text[i + 1] >= 'A' && text[i + 1] <= 'Z') {
            result += '\n';
        } else {
            result += text[i];
        }
    }
    const bool request = result.starts_with('.') || result.starts_with('\'');
    return (request ? "\\&" : "") + result + '\n';
}

std::string lower(std::string text) {
    for (char& byte : text) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return text;
}

// `Fl Fl format Cm table | tsv`, `Fl q , Fl Fl quiet`, `Ar input ...`
std::string item_of(const DescribedOption& option) {
    std::string value;
    if (!option.choices.empty()) {
        value = fmt::format("Cm {}", fmt::join(option.choices, " | "));
    } else if (!option.value.empty()) {
        value = "Ar " + lower(option.value);
    }
    if (option.names.empty()) return value + (option.repeatable ? " ..." : "");
    std::string item;
    for (const std::string& name : option.names) {
        const bool is_long = name.starts_with("--");
        item += fmt::format("{}Fl {}{}", item.empty() ? "" : " , ", is_long ? "Fl " : "",
                            name.substr(is_long ? 2 : 1));
    }
    return value.empty() ? item : item + ' ' + value;
}

std::string name_in_page(const DescribedOption& option) {
    return option.names.empty() ? option.value : option.names.back();
}

const Command* command_named(std::string_view name) {
    const auto* const found =
        std::find_if(kCommandTable.begin(), kCommandTable.end(),
                     [&](const Command& command) { return name == command.name; });
    return found == kCommandTable.end() ? nullptr : found;
}

std::string synopsis(const DescribedCommand& command) {
    std::string text = fmt::format(".Nm feedarc\n.Cm {}\n", command.name);
    if (!command.options.empty()) text += ".Op Ar options\n";
    for (const DescribedOption& argument : command.arguments) {
        text += fmt::format(".{}{}\n", argument.required ? "" : "Op ", item_of(argument));
    }
    return text;
}

std::string examples(std::string_view command) {
    std::string text;
    for (const Example& example : examples_of(command)) {
        text += text_line(fmt::format("{}:", example.meaning));
        text += ".Bd -literal -offset indent\n" + text_line(fmt::format("$ {}", example.line)) +
                ".Ed\n";
        text += ".Pp\n";
    }
    // Nothing follows the last paragraph.
    if (text.ends_with(".Pp\n")) text.resize(text.size() - 4);
    return text;
}

std::string command_list() {
    std::string text = ".Bl -tag -width Ds\n";
    for (const Command& command : kCommandTable) {
        if (command.hidden) continue;
        const std::string name = command.name;
        text += fmt::format(".It Cm {}\n{}.Xr feedarc-{} 1\n", name,
                            text_line(fmt::format("{}:", command.summary)),
                            name.substr(0, name.find(' ')));
    }
    return text + ".El\n";
}

// `NAME|HELP` of an option that several commands share.
std::string shared_key(const DescribedOption& option) {
    return fmt::format("{}|{}", name_in_page(option), option.description);
}

// A line `.\" @WORD REST`.
struct Directive {
    std::string word;
    std::string rest;
};

std::optional<Directive> directive_of(std::string_view line) {
    if (!line.starts_with(kMark)) return std::nullopt;
    line.remove_prefix(kMark.size());
    const std::size_t end = std::min(line.find(' '), line.size());
    return Directive{std::string(line.substr(0, end)),
                     std::string(line.substr(std::min(end + 1, line.size())))};
}

}  // namespace

ManPages::ManPages(std::string_view shared) {
    std::string* current = nullptr;
    for (const std::string_view line : lines_of(shared)) {
        if (const auto directive = directive_of(line)) {
            current = &shared_[directive->rest];
        } else if (current != nullptr) {
            *current += std::string(line) + '\n';
        }
    }
}

void ManPages::put_options(std::string& out, const std::string& page, const std::string& command,
                           const Texts& told) {
    std::vector<DescribedOption> options = describe_global_options();
    if (!command.empty()) {
        const Command* const found = command_named(command);
        if (found == nullptr) return;
        DescribedCommand described = describe(*found);
        options = std::move(described.arguments);
        options.insert(options.end(), described.options.begin(), described.options.end());
    }
    std::set<std::string> known;
    if (!options.empty()) out += ".Bl -tag -width Ds\n";
    for (const DescribedOption& option : options) {
        const std::string name = name_in_page(option);
        known.insert(name);
        out += fmt::format(".It {}\n", item_of(option));
        const auto own = told.find(name);
        const auto shared = shared_.find(shared_key(option));
        if (shared != shared_.end()) used_.insert(shared->first);
        if (own != told.end()) {
            out += own->second;
        } else if (shared != shared_.end()) {
            out += shared->second;
        } else {
            const bool ended = option.description.ends_with('.');
            out += text_line(option.description + (ended ? "" : "."));
        }
    }
    out += options.empty() ? "There are none but the global ones.\n" : ".El\n";
    for (const auto& [name, text] : told) {
        if (known.contains(name)) continue;
        problems_.push_back(fmt::format("{}: feedarc {} has no {}", page, command, name));
    }
}

std::string ManPages::fill(const std::string& name, std::string_view page) {
    std::string out;
    Texts told;
    std::optional<std::string> options_of;  // the command whose options are being told
    std::string* telling = nullptr;
    for (const std::string_view line : lines_of(page)) {
        const auto directive = directive_of(line);
        if (!directive) {
            if (telling != nullptr) {
                *telling += std::string(line) + '\n';
            } else if (!options_of) {
                out += std::string(line) + '\n';
            } else {
                problems_.push_back(fmt::format("{}: a text is of no option: {}", name, line));
            }
            continue;
        }
        const auto& [word, rest] = *directive;
        const bool of_command = word == "synopsis" || word == "options" || word == "examples";
        const Command* const command = of_command ? command_named(rest) : nullptr;
        if (of_command && command == nullptr) {
            problems_.push_back(fmt::format("{}: there is no command '{}'", name, rest));
        } else if (word == "synopsis") {
            out += synopsis(describe(*command));
        } else if (word == "examples") {
            out += examples(rest);
        } else if (word == "commands") {
            out += command_list();
        } else if (word == "options" || word == "global-options") {
            options_of = rest;
        } else if (word == "for") {
            telling = &told[rest];
        } else if (word == "end" && options_of) {
            put_options(out, name, *options_of, told);
            told.clear();
            telling = nullptr;
            options_of.reset();
        } else {
            problems_.push_back(fmt::format("{}: what does this mean: {}", name, line));
        }
    }
    if (options_of) problems_.push_back(fmt::format("{}: there is no @end of options", name));
    return out;
}

std::vector<std::string> ManPages::problems() const {
    std::vector<std::string> all = problems_;
    for (const auto& [key, text] : shared_) {
        if (!used_.contains(key)) {
            all.push_back(fmt::format("shared options: no option is this one: {}", key));
        }
    }
    return all;
}

}  // namespace feedarc::cli
