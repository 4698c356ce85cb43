#pragma once

#include <feedarc/error.hpp>
#include <feedarc/time.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// One thing that was looked at.
struct Finding {
    enum class Verdict {
        ok,
        warning,  ///< works, and may cost something one day
        problem,  ///< does not work, or may not
    };
    std::string subject;  ///< what was looked at, in a word or two
    Verdict verdict{};
    std::string detail;  ///< what was found, in words for a person
    std::string remedy;  ///< what to do about it; empty where there is nothing to do
    ErrorCode code = ErrorCode::archive;  ///< of a problem: what a command would end with
};

[[nodiscard]] const char* to_string(Finding::Verdict verdict) noexcept;

struct DoctorOptions {
    std::optional<std::string> config_path;  ///< nothing: there is no configuration to look at
    std::string home;                        ///< what `~/` in the configuration stands for
    Time now{};
    std::chrono::milliseconds wait{60'000};
};

/// Looks at all that an archive depends on, and changes nothing: the file and those beside it,
/// their permissions, the file system, free space, SQLite, the schema, the log, the lock, what was
/// left behind, the configuration, and whether sources are captured in time. The order is always
/// the same.
[[nodiscard]] std::vector<Finding> examine(const std::string& location,
                                           const DoctorOptions& options);

}  // namespace feedarc
