#pragma once

#include "app/config.hpp"

#include <toml++/toml.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// A table of the configuration and the key by which messages name it; empty for the whole file.
struct Place {
    const toml::table& table;
    std::string key;

    [[nodiscard]] std::string of(std::string_view name) const;
};

/// Reads single values and notes what is wrong with them. A value that is missing or wrong leaves
/// its target as it is.
class ConfigChecker {
public:
    ConfigChecker(const std::string& file, std::string home);

    void report(int line, std::string key, std::string message);
    void report(const toml::node& node, std::string key, std::string message);
    [[nodiscard]] std::size_t problems() const noexcept { return problems_.size(); }
    /// In the order of the file.
    [[nodiscard]] std::vector<ConfigProblem> take_problems();

    /// Where a key belongs that is not known in this table; nothing for one that nobody knows.
    using Elsewhere = std::function<std::optional<std::string>(const std::string& name)>;
    void check_keys(const Place& place, std::span<const std::string> known,
                    const Elsewhere& elsewhere = nullptr);

    /// What is wrong with a text.
    using Check = std::optional<std::string> (*)(const std::string& text);
    /// The text, where there is a good one.
    std::optional<std::string> text(const Place& place, std::string_view name,
                                    Check check = nullptr);
    std::optional<std::string> text_of(const toml::node& node, const std::string& key);
    /// A text goes to its target.
    void text(const Place& place, std::string_view name, std::string& target,
              Check check = nullptr);
    /// The path of a file, such that it can be opened.
    void file(const Place& place, std::string_view name, std::string& target);
    [[nodiscard]] std::string resolved_path(const std::string& path) const;
    void flag(const Place& place, std::string_view name, bool& target);

    template <typename Number>
    void number(const Place& place, std::string_view name, std::int64_t least, std::int64_t most,
                Number& target) {
        if (const auto value = read_number(place, name, least, most)) {
            target = static_cast<Number>(*value);
        }
    }
    template <typename Duration>
    void duration(const Place& place, std::string_view name, std::chrono::seconds least,
                  std::chrono::seconds most, Duration& target) {
        const auto value = read_duration(place, name, least, most, Duration(1));
        if (value) target = std::chrono::duration_cast<Duration>(*value);
    }
    void size(const Place& place, std::string_view name, std::size_t least, std::size_t most,
              std::size_t& target);

private:
    std::optional<std::int64_t> read_number(const Place& place, std::string_view name,
                                            std::int64_t least, std::int64_t most);
    std::optional<std::chrono::milliseconds> read_duration(const Place& place,
                                                           std::string_view name,
                                                           std::chrono::seconds least,
                                                           std::chrono::seconds most,
                                                           std::chrono::milliseconds step);

    const std::string& file_;
    std::string home_;
    std::vector<ConfigProblem> problems_;
};

}  // namespace feedarc::app
