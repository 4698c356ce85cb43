#pragma once

#include <feedarc/fetch.hpp>
#include <feedarc/hash.hpp>
#include <feedarc/ids.hpp>
#include <feedarc/read.hpp>
#include <feedarc/time.hpp>

#include <memory>
#include <optional>
#include <string>

namespace feedarc {

/// Which snapshots; what is not set holds for all.
struct SnapshotFilter {
    std::optional<std::string> source;
    std::optional<Time> since, until;  ///< by capture time, both included
};

/// A snapshot as the log has it: of what, when, and how it was got. One that was amended is where
/// it was put.
struct WalkedSnapshot {
    SnapshotId id = 0;
    std::string source;
    std::string page_url;    ///< canonical; empty for a page without URL
    std::string url;         ///< as given, else as the page gives it
    bool url_given = false;  ///< it was told, and is not the word of the page
    std::string media_type;  ///< as declared; may be empty
    Time captured_at{};
    Form form = Form::text;  ///< as which it was read
    Hash128 body;            ///< of its bytes
    bool kept = true;        ///< its bytes are; else they were pruned
    bool forgotten = false;
    std::optional<Provenance> fetched;  ///< of one that was captured
};

/// Gives snapshots in the order of capture time, then of the hash of their bytes, of the source's
/// name and of the page: as the archive was when the walk began, whatever is written meanwhile.
class SnapshotWalk {
public:
    SnapshotWalk() = default;
    SnapshotWalk(const SnapshotWalk&) = delete;
    SnapshotWalk& operator=(const SnapshotWalk&) = delete;
    virtual ~SnapshotWalk() = default;

    /// The next snapshot; nothing at the end.
    virtual std::optional<WalkedSnapshot> next() = 0;
    /// The bytes of the one that was given last. Throws Error(archive) where they are damaged or
    /// not kept.
    virtual std::shared_ptr<const std::string> bytes() = 0;
};

}  // namespace feedarc
