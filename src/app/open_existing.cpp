#include "app/open_existing.hpp"

#include <filesystem>

namespace feedarc::app {

std::unique_ptr<Archive> open_existing(const std::string& location, bool rehearse,
                                       std::chrono::milliseconds wait) {
    std::error_code error;
    // A reader says what is wrong with a missing one, and makes none.
    if (!std::filesystem::exists(location, error)) {
        return open_archive(location, OpenMode::read, wait);
    }
    return open_archive(location, rehearse ? OpenMode::rehearse : OpenMode::write, wait);
}

}  // namespace feedarc::app
