#include "app/config_checker.hpp"

#include "app/config_values.hpp"
#include "base/atomic_file.hpp"
#include "base/edit_distance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace feedarc::app {
namespace {

int line_of(const toml::source_region& region) {
    return static_cast<int>(region.begin.line);
}

}  // namespace

std::string Place::of(std::string_view name) const {
    return key.empty() ? std::string(name) : fmt::format("{}.{}", key, name);
}

ConfigChecker::ConfigChecker(const std::string& file, std::string home)
    : file_(file), home_(std::move(home)) {}

void ConfigChecker::report(int line, std::string key, std::string message) {
    problems_.push_back({file_, line, std::move(key), std::move(message)});
}

void ConfigChecker::report(const toml::node& node, std::string key, std::string message) {
    report(line_of(node.source()), std::move(key), std::move(message));
}

std::vector<ConfigProblem> ConfigChecker::take_problems() {
    // toml++ gives keys by name; a person reads the file from its top.
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const auto& left, const auto& right) { return left.line < right.line; });
    return std::move(problems_);
}

void ConfigChecker::check_keys(const Place& place, std::span<const std::string> known,
                               const Elsewhere& elsewhere) {
    for (const auto& [key, value] : place.table) {
        const std::string name(key.str());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string message;
        if (const auto belongs = elsewhere ? elsewhere(name) : std::nullopt) {
            message = *belongs;
        } else if (const auto meant = base::nearest(name, known)) {
            message = fmt::format("unknown key (did you mean \"{}\"?)", *meant);
        } else {
            message = fmt::format("unknown key (known here: {})", fmt::join(known, ", "));
        }
        report(line_of(key.source()), place.of(name), std::move(message));
    }
}

std::optional<std::string> ConfigChecker::text_of(const toml::node& node, const std::string& key) {
    if (const auto* value = node.as_string(); value != nullptr) return value->get();
    report(node, key, "must be text in quotes");
    return std::nullopt;
}

std::optional<std::string> ConfigChecker::text(const Place& place, std::string_view name,
                                               Check check) {
    const toml::node* node = place.table.get(name);
    if (node == nullptr) return std::nullopt;
    auto value = text_of(*node, place.of(name));
    if (!value || check == nullptr) return value;
    auto problem = check(*value);
    if (!problem) return value;
    report(*node, place.of(name), *std::move(problem));
    return std::nullopt;
}

void ConfigChecker::text(const Place& place, std::string_view name, std::string& target,
                         Check check) {
    if (auto value = text(place, name, check)) target = *std::move(value);
}

std::string ConfigChecker::resolved_path(const std::string& path) const {
    if (path.starts_with('/') || path.empty()) return path;
    if (path.starts_with("~/")) return home_ + path.substr(1);
    return fmt::format("{}/{}", base::folder_of_path(file_), path);
}

void ConfigChecker::file(const Place& place, std::string_view name, std::string& target) {
    const auto check = [](const std::string& path) -> std::optional<std::string> {
        if (path.find('\0') == std::string::npos) return std::nullopt;
        return "is no path: it holds a NUL character";
    };
    const auto value = text(place, name, check);
    if (!value) return;
    if (value->starts_with("~/") && home_.empty()) {
        report(*place.table.get(name), place.of(name),
               "~/ stands for the home folder, but HOME is not set: write the path from / on");
        return;
    }
    target = resolved_path(*value);
}

void ConfigChecker::flag(const Place& place, std::string_view name, bool& target) {
    const toml::node* node = place.table.get(name);
    if (node == nullptr) return;
    if (const auto* value = node->as_boolean(); value != nullptr) {
        target = value->get();
    } else {
        report(*node, place.of(name), "must be true or false, without quotes");
    }
}

std::optional<std::int64_t> ConfigChecker::read_number(const Place& place, std::string_view name,
                                                       std::int64_t least, std::int64_t most) {
    const toml::node* node = place.table.get(name);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
    report(*node, place.of(name), fmt::format("must be a whole number from {} to {}", least, most));
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> ConfigChecker::read_duration(
    const Place& place, std::string_view name, std::chrono::seconds least,
    std::chrono::seconds most, std::chrono::milliseconds step) {
    const toml::node* node = place.table.get(name);
    if (node == nullptr) return std::nullopt;
    const auto* written = node->as_string();
    const auto value = written != nullptr ? parse_duration(written->get()) : std::nullopt;
    if (!value) {
        report(
            *node, place.of(name),
            "must be a duration in quotes: numbers with w, d, h, m, s or ms, such as \"1h 30m\"");
    } else if (*value < least || *value > most) {
        report(*node, place.of(name),
               fmt::format("\"{}\" is out of range: from {} to {}", written->get(),
                           duration_text(least), duration_text(most)));
    } else if (*value % step != std::chrono::milliseconds(0)) {
        report(*node, place.of(name), "must be whole seconds");
    } else {
        return value;
    }
    return std::nullopt;
}

void ConfigChecker::size(const Place& place, std::string_view name, std::size_t least,
                         std::size_t most, std::size_t& target) {
    const toml::node* node = place.table.get(name);
    if (node == nullptr) return;
    std::optional<std::uint64_t> value;
    if (const auto* written = node->as_string(); written != nullptr) {
        value = parse_size(written->get());
    } else if (const auto* bytes = node->as_integer(); bytes != nullptr && bytes->get() >= 0) {
        value = static_cast<std::uint64_t>(bytes->get());
    }
    if (!value) {
        report(*node, place.of(name),
               R"(must be a number of bytes, or a size in quotes, such as "500 kB" or "16 MiB")");
    } else if (*value < least || *value > most) {
        report(*node, place.of(name),
               fmt::format("{} is out of range: from {} to {}", size_text(*value), size_text(least),
                           size_text(most)));
    } else {
        target = static_cast<std::size_t>(*value);
    }
}

}  // namespace feedarc::app
