#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include "app/content_memo.hpp"
#include "app/inputs.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {

/// One input, read: everything about its snapshot except its packed body.
struct Prepared {
    std::string input;
    std::optional<Error> error;  ///< it failed, or was refused; a refused one may still be kept
    bool keep = false;           ///< whether there is a snapshot to store
    std::shared_ptr<const std::string> bytes;
    PreparedSnapshot snapshot;
    std::vector<std::string> warnings;
};

/// Turns inputs into snapshots. May be used by several threads at once.
///
/// A body that was read before, in this run or into this archive, is not parsed again.
class Preparer {
public:
    /// `archive` answers for what is stored already; it may be null.
    Preparer(const IngestOptions& options, std::unique_ptr<Archive> archive);

    [[nodiscard]] Prepared prepare(const Input& input);

private:
    struct Reading {
        std::shared_ptr<const ParsedPage> page;
        std::string url;  ///< as the page gives it
        std::vector<std::string> warnings;
    };

    // All that a reading depends on but for what is the same for the whole run.
    struct ReadingKey {
        Hash128 body;
        std::string media_type;
        Form form{};

        bool operator==(const ReadingKey&) const = default;
    };

    std::string bytes_of(const Input& input) const;
    Reading read(const std::string& bytes, const ReadingKey& key, Time captured_at);
    std::optional<Reading> remembered(const ReadingKey& key);
    void remember(const ReadingKey& key, const Reading& reading);
    void name_source(PreparedSnapshot& snapshot) const;

    const IngestOptions& options_;
    std::string given_url_;
    std::mutex mutex_;
    std::unique_ptr<Archive> archive_;
    std::deque<std::pair<ReadingKey, Reading>> recent_;
    ContentMemo contents_;
};

}  // namespace feedarc::app
