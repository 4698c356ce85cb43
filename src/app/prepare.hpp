#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include "app/content_memo.hpp"
#include "app/inputs.hpp"
#include "app/look_ups.hpp"
#include "app/originals.hpp"
#include "unpack/web_archive.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::app {

/// One input or one record of a web archive, read: everything about its snapshot except its packed
/// body.
struct Prepared {
    /// Set where the input is a web archive: its records are still to be read, and nothing else of
    /// this says anything.
    std::shared_ptr<unpack::WebArchiveReader> web_archive;
    std::optional<unpack::WebRecord> record;  ///< the one it was read from, without its block
    bool passed_over = false;                 ///< the record turned out to be no page
    std::string input;
    std::optional<Error> error;  ///< it failed, or was refused; a refused one may still be kept
    bool keep = false;           ///< whether there is a snapshot to store
    std::shared_ptr<const std::string> bytes;
    PreparedSnapshot snapshot;
    std::vector<std::string> warnings;
};

/// A page that was captured.
struct CapturedPage {
    const ConfiguredSource* source = nullptr;
    std::string url;       ///< that it came from, after redirects
    std::string page_url;  ///< canonical, of what was asked for
    Time captured_at{};
    std::string media_type;
    std::shared_ptr<const std::string> bytes;
    std::optional<Provenance> fetched;  ///< nothing for what a command gave
    std::vector<std::string> warnings;
};

/// Turns inputs into snapshots. May be used by several threads at once.
///
/// A body that was read before, in this run or into this archive, is not parsed again.
class Preparer {
public:
    explicit Preparer(const IngestOptions& options);

    /// From now on this answers for what is stored already. It must outlive the last reading.
    void look_up_in(LookUps& look_ups);

    [[nodiscard]] Prepared prepare(const Input& input);
    /// The same for a page of a web archive.
    [[nodiscard]] Prepared prepare(const Input& input, unpack::WebRecord record);
    /// The same for a page that was captured.
    [[nodiscard]] Prepared prepare(const CapturedPage& page);
    /// The same for a revisit, from what remember_original() was told; nothing where the original
    /// is not among it. These two are for one thread at a time.
    [[nodiscard]] std::optional<Prepared> prepare_revisit(const Input& input,
                                                          const unpack::WebRecord& record);
    void remember_original(const Prepared& prepared);
    void remember_passed(const unpack::WebRecord& record);

private:
    // What reading depends on besides the bytes, and what is said about it.
    struct Told {
        std::string url;
        Time captured_at{};
        std::string media_type;
        const unpack::WebRecord* record = nullptr;  ///< of a web archive; null for none
    };
    // The rules to read by, as they are and as one text.
    struct RulesOf {
        const Rules* rules = nullptr;  ///< null for none
        std::string text;
    };
    struct Reading {
        std::shared_ptr<const ParsedPage> page;
        std::string url;  ///< as the page gives it
        std::vector<std::string> warnings;
    };

    void open(const Input& input, Prepared& prepared) const;
    [[nodiscard]] static Told told_by(const unpack::WebRecord& record);
    void tell(Prepared& prepared, const Told& told) const;
    void read_page_of(Prepared& prepared, const Told& told);
    [[nodiscard]] static RulesOf rules_of(const ConfiguredSource* source, Form form);
    void take_reading(Prepared& prepared, const Told& told, const RulesOf& rules);
    Reading read(const std::string& bytes, const Hash128& hash, Form form, const Told& told,
                 const RulesOf& rules);
    std::optional<Reading> remembered(const Hash128& key, const Hash128& hash, Form form,
                                      const Told& told, const RulesOf& rules);
    void remember(const Hash128& key, const Reading& reading);
    std::shared_ptr<const std::string> bytes_of(const Originals::Original& original);
    [[nodiscard]] const ConfiguredSource* configured(std::string_view url) const;
    static void take_source(PreparedSnapshot& snapshot, const ConfiguredSource& source);
    void name_source(PreparedSnapshot& snapshot, const ConfiguredSource* source,
                     const unpack::OwnFields* own) const;

    const IngestOptions& options_;
    std::string given_url_;
    std::mutex mutex_;
    LookUps* look_ups_ = nullptr;
    std::unordered_set<Hash128> came_;                ///< the bodies of this run
    std::deque<std::pair<Hash128, Reading>> recent_;  ///< by all that reading depends on
    Originals originals_;
    ContentMemo contents_;
};

}  // namespace feedarc::app
