#pragma once

#include <feedarc/read.hpp>

#include "cli/context.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// What is said about inputs that cannot say it themselves.
struct InputOptions {
    std::optional<std::string> url;
    std::optional<std::string> captured_at;
    std::optional<std::string> form;
    std::optional<std::string> media_type;

    void add_to(CLI::App& app);

    [[nodiscard]] std::optional<Time> capture_time(const Context& context) const;
    [[nodiscard]] std::optional<Form> chosen_form() const;
    /// Throws Error(usage) where `--url` is no absolute http(s) URL.
    void check_url() const;
};

}  // namespace feedarc::cli
