#pragma once

#include <feedarc/archive_log.hpp>
#include <feedarc/error.hpp>
#include <feedarc/identity.hpp>

#include "app/recent_contents.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

namespace feedarc::app {

/// Reads the log of another archive, and lets nothing through that is not as it was written. Its
/// errors name the archive, and are told from those of others.
class LogReader {
public:
    /// Throws as open_archive_log() does.
    explicit LogReader(const std::string& location);

    /// Whether this archive is what went wrong, after an Error.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

    /// What `question(log)` gives.
    template <typename Question>
    std::invoke_result_t<Question, ArchiveLog&> ask(Question question) {
        try {
            return question(*log_);
        } catch (const Error& error) {
            fail(error);
        }
    }

    /// A page with its contents.
    [[nodiscard]] std::shared_ptr<const ParsedPage> page(std::int64_t page);

private:
    [[noreturn]] void fail(const Error& error);
    [[nodiscard]] Content content(ContentId id);

    std::string location_;
    std::unique_ptr<ArchiveLog> log_;
    RecentContents contents_;
    bool failed_ = false;
};

}  // namespace feedarc::app
