#include "cli/terminal.hpp"

#include "cli/options.hpp"

#include <cstdlib>
#include <optional>
#include <sys/ioctl.h>
#include <unistd.h>

namespace feedarc::cli {
namespace {

// Narrower, a table is of no use; wider, somebody has made a mistake.
constexpr std::int64_t kNarrowest = 20;
constexpr std::int64_t kWidest = 10'000;

std::optional<std::size_t> sensible(std::int64_t columns) {
    if (columns < kNarrowest || columns > kWidest) return std::nullopt;
    return static_cast<std::size_t>(columns);
}

std::optional<std::size_t> width_of(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return std::nullopt;
    return sensible(size.ws_col);
}

}  // namespace

Terminal current_terminal() {
    Terminal terminal;
    terminal.in = ::isatty(STDIN_FILENO) == 1;
    terminal.out = ::isatty(STDOUT_FILENO) == 1;
    terminal.err = ::isatty(STDERR_FILENO) == 1;
    std::optional<std::size_t> width;
    if (terminal.out) width = width_of(STDOUT_FILENO);
    if (!width && terminal.err) width = width_of(STDERR_FILENO);
    if (!width) {
        const char* const columns = std::getenv("COLUMNS");
        const auto number = parse_number(columns == nullptr ? "" : columns);
        if (number) width = sensible(*number);
    }
    if (width) terminal.width = *width;
    return terminal;
}

}  // namespace feedarc::cli
