#pragma once

#include "app/config.hpp"
#include "base/atomic_file.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace feedarc::app {

/// A source to be written into config.toml.
struct NewSource {
    std::string name;
    std::string url;
    std::optional<std::string> every{};  ///< a duration, as it was typed
    std::string category{};              ///< empty: none is written

    bool operator==(const NewSource&) const = default;
};

// The text of a configuration with one thing changed and every other byte as it was, comments among
// them. Each throws Error(usage) where it is odd enough that the result would say something else
// than was wanted: then it is to be edited by hand. `path` and `home` as for parse_config().

/// Blocks of their own, behind all else.
[[nodiscard]] std::string with_sources(const std::string& text, std::span<const NewSource> added,
                                       const std::string& path, const std::string& home);
/// The source must be there.
[[nodiscard]] std::string with_url(const std::string& text, std::string_view name,
                                   const std::string& url, const std::string& path,
                                   const std::string& home);
/// The lines of the source go, with the comments between them and the empty line above; comments
/// above it and below it stay. The source must be there.
[[nodiscard]] std::string without_source(const std::string& text, std::string_view name,
                                         const std::string& path, const std::string& home);

/// Changes the configuration file while no other feedarc does, and writes it atomically if it has
/// become another. `change` gets the text (empty where there is no file), and what it says.
///
/// Throws Error(usage) for a file with mistakes, which nothing is changed in, Error(busy) when
/// another changes it for longer than `wait`, and Error(io).
using ConfigChange = std::function<std::string(const std::string& text, const Config& config)>;
void change_config(const std::string& path, const std::string& home, std::chrono::milliseconds wait,
                   const ConfigChange& change);

}  // namespace feedarc::app
