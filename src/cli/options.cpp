#include "cli/options.hpp"

#include <feedarc/error.hpp>

#include "cli/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace feedarc::cli {
namespace {

void check_choice(const std::string& name, const std::string& typed,
                  const std::vector<std::string>& choices) {
    if (std::find(choices.begin(), choices.end(), typed) != choices.end()) return;
    throw Error(ErrorCode::usage,
                fmt::format("{}: '{}' is none of {}{}", name, typed, fmt::join(choices, ", "),
                            did_you_mean(typed, choices)));
}

}  // namespace

Declared Declared::group(const std::string& heading) const {
    option_->group(heading);
    return *this;
}

Declared Declared::required(bool needed) const {
    option_->required(needed);
    return *this;
}

Declared add_text(CLI::App& app, const std::string& name, std::optional<std::string>& target,
                  const std::string& value_name, const std::string& description) {
    // The callback form of the library: its typed forms give brackets, braces and empty texts
    // meanings.
    const auto take = [&target](const CLI::results_t& values) {
        target = values.back();
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)->type_name(value_name);
}

Declared add_texts(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                   const std::string& value_name, const std::string& description) {
    const auto take = [&target](const CLI::results_t& values) {
        target = values;
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)
                ->type_name(value_name)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Declared add_number(CLI::App& app, const std::string& name, std::optional<std::int64_t>& target,
                    Range range, const std::string& value_name, const std::string& description) {
    const auto take = [&target, name, range](const CLI::results_t& values) {
        target = parse_number(values.back());
        if (target && *target >= range.least && *target <= range.most) return true;
        const bool open = range.most == Range().most;
        throw Error(ErrorCode::usage,
                    fmt::format("{}: '{}' is not a whole number {}", name, values.back(),
                                open ? fmt::format("of at least {}", range.least)
                                     : fmt::format("from {} to {}", range.least, range.most)));
    };
    return *app.add_option(name, CLI::callback_t(take), description)->type_name(value_name);
}

Declared add_choice(CLI::App& app, const std::string& name, std::optional<std::string>& target,
                    std::vector<std::string> choices, const std::string& description) {
    const std::string value_name = fmt::format("{}", fmt::join(choices, "|"));
    const auto take = [&target, name, choices = std::move(choices)](const CLI::results_t& values) {
        check_choice(name, values.back(), choices);
        target = values.back();
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)->type_name(value_name);
}

Declared add_choices(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                     std::vector<std::string> choices, const std::string& description) {
    const std::string value_name = fmt::format("{}", fmt::join(choices, "|"));
    const auto take = [&target, name, choices = std::move(choices)](const CLI::results_t& values) {
        for (const std::string& typed : values) check_choice(name, typed, choices);
        target = values;
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)
                ->type_name(value_name)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::vector<std::string> choices_of(const CLI::Option& option) {
    const std::string value_name = option.get_type_name();
    const bool named = std::any_of(value_name.begin(), value_name.end(), [](char byte) {
        return (byte < 'a' || byte > 'z') && (byte < '0' || byte > '9') && byte != '-' &&
               byte != '|';
    });
    if (named || value_name.empty()) return {};
    std::vector<std::string> choices{""};
    for (const char byte : value_name) {
        if (byte == '|') {
            choices.emplace_back();
        } else {
            choices.back() += byte;
        }
    }
    return choices;
}

Declared add_flag(CLI::App& app, const std::string& name, bool& target,
                  const std::string& description) {
    return *app.add_flag_callback(
                   name, [&target] { target = true; }, description)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

Declared add_argument(CLI::App& app, const std::string& name, std::string& target,
                      const std::string& description) {
    const auto take = [&target](const CLI::results_t& values) {
        target = values.back();
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)->type_name(" ")->required();
}

Declared add_arguments(CLI::App& app, const std::string& name, std::vector<std::string>& target,
                       const std::string& description) {
    const auto take = [&target](const CLI::results_t& values) {
        target = values;
        return true;
    };
    // "Extra" arguments would be taken apart at brackets and commas, so the number expected has no
    // bound; none at all is caught by required().
    constexpr int kMany = CLI::detail::expected_max_vector_size;
    return *app.add_option(name, CLI::callback_t(take), description)
                ->type_name(" ")
                ->expected(kMany, kMany)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                ->required();
}

Declared add_optional_arguments(CLI::App& app, const std::string& name,
                                std::vector<std::string>& target, const std::string& description) {
    return add_arguments(app, name, target, description).required(false);
}

Declared add_optional_argument(CLI::App& app, const std::string& name,
                               std::optional<std::string>& target, const std::string& description) {
    const auto take = [&target](const CLI::results_t& values) {
        target = values.back();
        return true;
    };
    return *app.add_option(name, CLI::callback_t(take), description)->type_name(" ");
}

bool declares(const CLI::App& app, const std::string& name) {
    return app.get_option_no_throw(name) != nullptr;
}

std::optional<std::int64_t> parse_number(const std::string& text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

std::int64_t parse_id(const std::string& what, const std::string& text) {
    const auto id = parse_number(text);
    if (!id || *id < 1) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: '{}' is not the number of one (`feedarc list` and `feedarc "
                                "snapshots` print them)",
                                what, text));
    }
    return *id;
}

}  // namespace feedarc::cli
