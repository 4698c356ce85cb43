#pragma once

#include <feedarc/ids.hpp>
#include <feedarc/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// Something in an archive that is not as it was written.
struct Damage {
    std::string table;  ///< that it is in; empty: the file as a whole
    std::string row;    ///< its id, or its key in hexadecimal digits or as text; empty: no one row
    std::string problem;  ///< what is wrong, in words for a person
    std::string remedy;   ///< what to do about it
    /// A snapshot that shows it, where one is known. What is damaged itself may be wrong here.
    std::optional<SnapshotId> snapshot{};
    std::string source{}, page_url{};
    std::optional<Time> captured_at{};
};

enum class CheckDepth {
    quick,  ///< the file, its schema, its structure
    rows,   ///< also every row of the log by its hash, and what is derived by deriving it again
    data,   ///< also the bytes of every body
};

/// Which of the bodies are unpacked and compared with their hashes.
struct BodySlice {
    std::uint64_t slices = 1;  ///< by their hashes all bodies fall into as many slices
    std::uint64_t number = 0;  ///< this one, counted from 0
};

struct CheckOptions {
    CheckDepth depth = CheckDepth::rows;
    std::optional<BodySlice> sample;  ///< with CheckDepth::rows: some of the bodies
};

/// How far a check is.
struct CheckProgress {
    std::string doing;  ///< what is counted: `rows`, `bodies`, `snapshots` (derived again)
    std::size_t done = 0, total = 0;
};

struct CheckListener {
    std::function<void(const CheckProgress&)> progress;
    std::function<void(const Damage&)> damage;  ///< as it is found
    /// What could not be compared, without being damaged.
    std::function<void(const std::string&)> note;
};

struct CheckReport {
    /// All that was found.
    std::size_t damages = 0;
    /// The first of them, at most kMostDamagesKept.
    std::vector<Damage> found;
    std::vector<std::string> notes;
    std::int64_t rows = 0;        ///< whose hash was compared
    std::int64_t bodies = 0;      ///< that were unpacked and compared with their hash
    std::int64_t body_bytes = 0;  ///< of them
    bool derived = false;         ///< what is derived was derived again and compared
};

inline constexpr std::size_t kMostDamagesKept = 1000;

/// Looks whether an archive is as it was written, and changes nothing: it reads in one transaction,
/// while others may write. What is derived is derived again on a private copy, in SQLite's
/// temporary folder, unless the log is damaged, of which nothing right can be derived.
///
/// Throws Error(archive) where there is no archive; what is wrong with one that is there, its file
/// included, is reported. Throws Error(io), also where there is no room for the copy.
[[nodiscard]] CheckReport check_archive(const std::string& location, const CheckOptions& options,
                                        const CheckListener& listener);

}  // namespace feedarc
