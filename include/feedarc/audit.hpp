#pragma once

#include <feedarc/archive.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// A judgement of the rules that a person should look at.
struct Suspicion {
    enum class Kind {
        join,   ///< one record that may be several articles
        missed  ///< two records that may be one article
    };
    Kind kind{};
    double score = 0;  ///< from 0 to 1: the more, the more suspicious
    RecordId record = 0;
    RecordId other = 0;  ///< of a missed one
    std::string source;
    std::string title;
    std::vector<std::string> reasons;  ///< in words for a person
    std::string command;               ///< that puts it right, where it is wrong
};

[[nodiscard]] const char* to_string(Suspicion::Kind kind) noexcept;

struct AuditOptions {
    std::optional<std::string> source;
    std::size_t limit = 50;
};

/// Looks for records whose contents are unlike (other titles and texts, distant days, several
/// permalinks at the same time), and for pairs of records that are alike (the same title, or texts
/// that share most) and were never on one page. The most suspicious first.
///
/// Reads every record once. Texts are compared within groups of records that begin alike.
[[nodiscard]] std::vector<Suspicion> audit(Archive& archive, const AuditOptions& options);

}  // namespace feedarc
