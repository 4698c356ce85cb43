#include "archive/sqlite/check_parts.hpp"
#include "archive/sqlite/correction_log.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <map>
#include <optional>
#include <vector>

// Snapshots, whose hash is of what they were ingested with and of what they point to; and
// corrections, which say where snapshots stand now.
namespace feedarc::sqlite {
namespace {

// Of the statement below.
namespace column {
enum Column {
    id,
    source,
    source_name,
    page_url,
    captured_at,
    body,
    body_hash,
    url,
    url_given,
    media_type,
    form,
    rules,
    rules_text,
    reader_version,
    page,
    page_hash,
    refusal,
    forgotten_page,
    forgotten_hash,
    told_source,
    told_name,
    told_captured_at,
    status,
    headers,
    end_known,
    row_hash,
};
}

constexpr const char* kSnapshots =
    "SELECT n.id, n.source, s.name, n.page_url, n.captured_at, n.body, b.hash, n.url, n.url_given, "
    "n.media_type, n.form, n.rules, u.text, n.reader_version, n.page, p.hash, n.refusal, "
    "n.forgotten_page, f.hash, n.told_source, t.name, n.told_captured_at, n.status, n.headers, "
    "n.end_known, n.row_hash FROM snapshots n LEFT JOIN sources s ON s.id = n.source "
    "LEFT JOIN bodies b ON b.id = n.body LEFT JOIN rules u ON u.hash = n.rules "
    "LEFT JOIN pages p ON p.id = n.page LEFT JOIN pages f ON f.id = n.forgotten_page "
    "LEFT JOIN sources t ON t.id = n.told_source";

constexpr std::string_view kForgotten = "forgotten";

// A reference that is there and leads nowhere.
bool leads_nowhere(const Statement::Run& row, int reference, int target) {
    return !row.is_null(reference) && row.is_null(target);
}

// What the row says of how it was got and what it shows; empty where it can be.
const char* contradiction_in(const Statement::Run& row) {
    const bool forgotten = row.text(column::refusal) == kForgotten;
    if (leads_nowhere(row, column::source, column::source_name)) return "its source is missing";
    if (leads_nowhere(row, column::body, column::body_hash)) return "its body is missing";
    if (leads_nowhere(row, column::rules, column::rules_text)) return "its rules are missing";
    if (leads_nowhere(row, column::page, column::page_hash) ||
        leads_nowhere(row, column::forgotten_page, column::forgotten_hash)) {
        return "its page is missing";
    }
    if (leads_nowhere(row, column::told_source, column::told_name)) {
        return "the source it was ingested with is missing";
    }
    if (row.is_null(column::told_source) != row.is_null(column::told_captured_at)) {
        return "it was amended by half";
    }
    if (row.is_null(column::page) == row.is_null(column::refusal) ||
        row.is_null(column::forgotten_page) == forgotten) {
        return "it has both a page and a reason to have none, or neither";
    }
    const auto is_flag = [&](int flag) { return row.integer(flag) == 0 || row.integer(flag) == 1; };
    if (!form_from(row.text(column::form)) || !is_flag(column::url_given) ||
        !is_flag(column::end_known)) {
        return "it says what no snapshot says";
    }
    if (row.is_null(column::status) &&
        (!row.is_null(column::headers) || row.integer(column::end_known) != 1)) {
        return "it was not captured and says how it was";
    }
    return nullptr;
}

Hash128 hash_of_row(const Statement::Run& row) {
    PreparedSnapshot snapshot;
    const bool amended = !row.is_null(column::told_source);
    snapshot.page_url = row.text(column::page_url);
    snapshot.captured_at =
        time_of(row.integer(amended ? column::told_captured_at : column::captured_at));
    snapshot.body.hash = row.hash(column::body_hash);
    snapshot.url = row.text(column::url);
    snapshot.url_given = row.integer(column::url_given) != 0;
    snapshot.media_type = row.text(column::media_type);
    snapshot.form = *form_from(row.text(column::form));
    snapshot.rules = row.text(column::rules_text);
    snapshot.refusal = row.text(column::refusal);
    const int shown = row.is_null(column::page) ? column::forgotten_hash : column::page_hash;
    if (!row.is_null(shown)) {
        auto page = std::make_shared<ParsedPage>();
        page->hash = row.hash(shown);
        snapshot.page = std::move(page);
    }
    if (!row.is_null(column::status)) {
        snapshot.fetched =
            Provenance{static_cast<int>(row.integer(column::status)),
                       std::string(row.text(column::headers)), row.integer(column::end_known) != 0};
    }
    snapshot.reader_version = static_cast<int>(row.integer(column::reader_version));
    return row_hash(row.text(amended ? column::told_name : column::source_name), snapshot);
}

// Where corrections say that snapshots stand.
class Places {
public:
    Places(sqlite3& db, const archive::LogRules& rules, const archive::CheckSink& sink)
        : rules_(rules),
          taken_(db,
                 "SELECT 1 FROM snapshots n JOIN sources s ON s.id = n.source WHERE n.body = ? "
                 "AND n.page_url = ? AND s.name = ? AND n.captured_at = ? AND n.id <> ?") {
        try {
            std::vector<Correction> all = read_corrections(db, std::nullopt);
            rules.mark_in_force(all);
            for (Correction& correction : all) {
                if (!correction.snapshot) continue;
                const SnapshotRef about = *correction.snapshot;
                of_[about].push_back(std::move(correction));
            }
        } catch (const Error& error) {
            if (!is_damage(error)) throw;
            known_ = false;
            sink.damage({"corrections", "", error.what(), kRestore});
        }
    }

    /// Whether a snapshot stands where they say.
    [[nodiscard]] bool agree_with(const Statement::Run& row) {
        if (!known_) return true;
        PlacedSnapshot placed;
        const bool amended = !row.is_null(column::told_source);
        placed.ingested = {
            std::string(row.text(amended ? column::told_name : column::source_name)),
            std::string(row.text(column::page_url)),
            time_of(row.integer(amended ? column::told_captured_at : column::captured_at)),
            row.hash(column::body_hash)};
        const auto at = of_.find(placed.ingested);
        static const std::vector<Correction> kNone;
        rules_.place(at == of_.end() ? kNone : at->second, placed);
        const bool forgotten = row.text(column::refusal) == kForgotten;
        const bool refused = row.is_null(column::page) && row.is_null(column::forgotten_page);
        placed.forgotten = placed.forgotten && !refused;
        // Who finds the place taken is there twice, and is forgotten where it was ingested.
        if (!amended && forgotten != refused && is_taken(row, placed)) return true;
        return placed.source_name == row.text(column::source_name) &&
               placed.captured_at == time_of(row.integer(column::captured_at)) &&
               placed.forgotten == forgotten &&
               amended == (placed.source_name != placed.ingested.source ||
                           placed.captured_at != placed.ingested.captured_at);
    }

private:
    // Whether another snapshot with the same bytes has the place that corrections want for one.
    bool is_taken(const Statement::Run& row, const PlacedSnapshot& wanted) {
        if (wanted.source_name == wanted.ingested.source &&
            wanted.captured_at == wanted.ingested.captured_at) {
            return false;
        }
        Statement::Run taken(taken_, row.integer(column::body),
                             std::string_view(wanted.ingested.page_url),
                             std::string_view(wanted.source_name), seconds(wanted.captured_at),
                             row.integer(column::id));
        return taken.next();
    }

    const archive::LogRules& rules_;
    Statement taken_;
    std::map<SnapshotRef, std::vector<Correction>> of_;
    bool known_ = true;
};

const char* problem_of(const Statement::Run& row, Places& places) {
    if (const char* problem = contradiction_in(row)) return problem;
    if (hash_of_row(row) != row.hash(column::row_hash)) return "its values do not match its hash";
    return places.agree_with(row) ? nullptr : "it does not stand where corrections say";
}

}  // namespace

std::int64_t check_snapshots(sqlite3& db, const archive::LogRules& rules,
                             const archive::CheckSink& sink) {
    Places places(db, rules, sink);
    return each_row(db, kSnapshots, "snapshots", sink, [&](const Statement::Run& row) {
        std::string problem;
        try {
            if (const char* found = problem_of(row, places)) problem = found;
        } catch (const Error& error) {
            if (!is_damage(error)) throw;
            problem = error.what();
        }
        if (problem.empty()) return;
        Damage damage{"snapshots", std::string(row.text(column::id)), std::move(problem), kRestore};
        damage.snapshot = row.integer(column::id);
        damage.source = row.text(column::source_name);
        damage.page_url = row.text(column::page_url);
        damage.captured_at = time_of(row.integer(column::captured_at));
        sink.damage(std::move(damage));
    });
}

std::int64_t check_corrections(sqlite3& db, const archive::CheckSink& sink) {
    std::vector<Correction> corrections;
    try {
        corrections = read_corrections(db, std::nullopt);
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        return 0;  // said with the snapshots
    }
    for (const Correction& correction : corrections) {
        const bool of_contents =
            correction.kind == CorrectionKind::join || correction.kind == CorrectionKind::split;
        // Contents may have moved with a newer reader; their rows have hashes.
        const bool is_whole = of_contents ? !correction.one.empty() && !correction.other.empty()
                                          : correction_uuid(correction) == correction.uuid;
        if (is_whole) continue;
        Damage damage{"corrections", std::to_string(correction.id),
                      of_contents ? "the contents that it speaks of are missing"
                                  : "its uuid is not that of what it says",
                      kRestore};
        damage.source = correction.source;
        sink.damage(std::move(damage));
    }
    return static_cast<std::int64_t>(corrections.size());
}

}  // namespace feedarc::sqlite
