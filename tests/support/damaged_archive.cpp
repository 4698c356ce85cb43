#include "support/damaged_archive.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/correct.hpp>
#include <feedarc/ingest.hpp>

#include "support/temporary_folder.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace feedarc::test {
namespace {

constexpr std::chrono::milliseconds kWait{1000};
constexpr Time kStart{std::chrono::seconds{1768118400}};  // 2026-01-11T08:00:00Z
constexpr std::size_t kPageSize = 1024;
constexpr std::size_t kJournalModes = 18;  // two bytes of the header: 1 none, 2 a write-ahead log

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

void run(sqlite3& db, const char* sql) {
    if (sqlite3_exec(&db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sql) + ": " + sqlite3_errmsg(&db));
    }
}

Database open_database(const std::string& path) {
    sqlite3* raw = nullptr;
    const int status = sqlite3_open(path.c_str(), &raw);
    Database db(raw, sqlite3_close);
    if (status != SQLITE_OK) throw std::runtime_error(path + " cannot be opened");
    return db;
}

// ---- The sample.

std::string page_of(const std::vector<int>& articles, bool edited) {
    std::string html = "<!DOCTYPE html><title>Notes</title><main>";
    for (const int article : articles) {
        const std::string number = std::to_string(article);
        html += "<article><h2><a href=\"/p/" + number + "\">Article number " + number +
                (edited && article % 3 == 0 ? ", revised" : "") +
                "</a></h2><a rel=tag href=/c>Notes " + std::to_string(article % 3) +
                "</a> <time datetime=2026-01-0" + std::to_string(1 + article % 9) +
                "></time><p>What article number " + number + " has to say about " + number +
                " things, which is enough for a text of its own; " +
                std::to_string(edited ? article : 7 * article) + " comments</p></article>";
    }
    return html + "</main>";
}

void ingest_page(const std::string& archive, const TemporaryFolder& folder, Time at,
                 const std::string& source, const std::string& html) {
    IngestOptions options;
    options.source = source;
    options.captured_at = at;
    options.url = "https://" + source + ".example/";
    options.jobs = 1;
    (void)ingest(archive, {folder.write("page.html", html)}, options, at, {});
}

void add_capturing(const std::string& archive) {
    const auto open = open_archive(archive, OpenMode::write, kWait);
    const auto batch = open->begin(kWait);
    const SourceId source = batch->source("blog", "https://blog.example/");
    FetchStore& fetches = batch->fetches();
    fetches.add(source,
                {kStart, "https://blog.example/", FetchOutcome::failed, "status", 503, "HTTP 503"});
    fetches.set_robots("https://blog.example", {kStart, 200, "User-agent: *\nDisallow: /x\n"});
    fetches.set_host("blog.example", kStart);
    Watch watch;
    watch.tried_at = kStart;
    watch.failures = 2;
    fetches.set_watch(source, watch);
    batch->commit();
}

void fill(const std::string& archive, const TemporaryFolder& folder) {
    const std::vector<std::vector<int>> pages{{9, 8, 7, 6, 5, 4}, {10, 9, 8, 6, 5, 4}, {},
                                              {12, 11, 10, 9, 8}, {31, 32, 33},        {9, 8, 12}};
    Time at = kStart;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        at += std::chrono::hours(24);
        ingest_page(archive, folder, at, "blog", page_of(pages[i], i % 2 == 1));
        ingest_page(archive, folder, at, "mirror", page_of(pages[i], false));
    }
    add_capturing(archive);
    Corrector corrector(archive, at, kWait);
    (void)corrector.join(1, 2);
    const std::array<SnapshotPosition, 1> places{SnapshotPosition{1, 1}};
    (void)corrector.split(1, places);
    (void)corrector.undo(std::nullopt);
    (void)corrector.amend(4, "other", std::nullopt);
    (void)corrector.forget(3);
}

std::string make_sample() {
    const TemporaryFolder folder(TemporaryFolder::Where::memory);
    const std::string path = folder / "archive.db";
    fill(path, folder);
    {
        const Database db = open_database(path);
        run(*db, "PRAGMA journal_mode = DELETE");
        run(*db, ("PRAGMA page_size = " + std::to_string(kPageSize)).c_str());
        run(*db, "VACUUM");
    }
    return read_whole_file(path);
}

// ---- The patches.

// Takes them apart from the front; past the end all is 0.
class Patches {
public:
    explicit Patches(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool empty() const { return rest_.empty(); }
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const char byte : take(bytes)) value = value << 8U | static_cast<unsigned char>(byte);
        return value;
    }
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : number(4) % bound; }
    std::string_view text() { return take(number(1)); }

private:
    std::string_view take(std::size_t size) {
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest_;
};

// The sample in a database whose tables take any value, until their own schema is put back.
class LooseSample {
public:
    LooseSample() : db_(open_database(":memory:")) {
        load(sample_archive());
        run(*db_, "CREATE TEMP TABLE original AS SELECT rowid AS id, sql FROM sqlite_schema");
        run(*db_, "PRAGMA writable_schema = ON");
        run(*db_,
            "UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql, "
            "') STRICT, WITHOUT', ') WITHOUT'), ') STRICT', ')'), ' NOT NULL', ''), "
            "' UNIQUE CHECK', ' CHECK') WHERE type = 'table'");
        loose_ = bytes();
        load(loose_);
        find_columns();
    }

    std::string changed(Patches& patches) {
        load(loose_);
        run(*db_, "PRAGMA writable_schema = ON");
        run(*db_, "PRAGMA ignore_check_constraints = ON");
        for (std::size_t left = patches.number(1) % 8; left > 0 && !patches.empty(); --left) {
            change(patches);
        }
        run(*db_,
            "UPDATE sqlite_schema AS s SET sql = (SELECT o.sql FROM temp.original o WHERE o.id = "
            "s.rowid) WHERE s.rowid IN (SELECT id FROM temp.original)");
        return bytes();
    }

private:
    void load(const std::string& image) {
        auto* const copy = static_cast<unsigned char*>(sqlite3_malloc64(image.size()));
        std::memcpy(copy, image.data(), image.size());
        const auto size = static_cast<sqlite3_int64>(image.size());
        sqlite3_deserialize(db_.get(), "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }

    [[nodiscard]] std::string bytes() const {
        sqlite3_int64 size = 0;
        const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> image(
            sqlite3_serialize(db_.get(), "main", &size, 0), sqlite3_free);
        return {reinterpret_cast<const char*>(image.get()), static_cast<std::size_t>(size)};
    }

    void find_columns() {
        sqlite3_stmt* raw = nullptr;
        sqlite3_prepare_v2(db_.get(),
                           "SELECT t.name, c.name FROM pragma_table_list t, "
                           "pragma_table_info(t.name) c WHERE t.schema = 'main' "
                           "AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1, 2",
                           -1, &raw, nullptr);
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(
            raw, sqlite3_finalize);
        const auto text = [&](int column) {
            return std::string(reinterpret_cast<const char*>(sqlite3_column_text(raw, column)));
        };
        while (sqlite3_step(raw) == SQLITE_ROW) columns_.emplace_back(text(0), text(1));
    }

    void change(Patches& patches) {
        if (patches.number(1) % 8 == 0) {
            add_to_schema(patches);
        } else {
            set_value(patches);
        }
    }

    // All rows with the value of one of them get another one. What cannot be is left out.
    void set_value(Patches& patches) {
        const auto& [table, column] = columns_[patches.below(columns_.size())];
        const std::string sql = "UPDATE OR IGNORE " + table + " SET " + column + " = ?1 WHERE " +
                                column + " IS (SELECT " + column + " FROM " + table +
                                " LIMIT 1 OFFSET ?2 % max(1, (SELECT count(*) FROM " + table +
                                ")))";
        execute(sql, patches);
    }

    void execute(const std::string& sql, Patches& patches) {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return;
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(
            raw, sqlite3_finalize);
        sqlite3_bind_int64(raw, 2, static_cast<sqlite3_int64>(patches.number(1)));
        bind_value(*raw, patches);
        (void)sqlite3_step(raw);
    }

    static void bind_value(sqlite3_stmt& statement, Patches& patches) {
        constexpr std::array<std::int64_t, 12> kOdd{0,
                                                    -1,
                                                    1,
                                                    2,
                                                    255,
                                                    -256,
                                                    1LL << 31U,
                                                    1LL << 62U,
                                                    INT64_MAX,
                                                    INT64_MIN,
                                                    253'402'300'800,
                                                    -62'167'219'201};
        switch (patches.number(1) % 7) {
            case 0: sqlite3_bind_null(&statement, 1); break;
            case 1: sqlite3_bind_int64(&statement, 1, kOdd[patches.below(kOdd.size())]); break;
            case 2:
                sqlite3_bind_int64(&statement, 1, static_cast<sqlite3_int64>(patches.number(8)));
                break;
            case 3: sqlite3_bind_int(&statement, 1, static_cast<int>(patches.number(1))); break;
            case 4: sqlite3_bind_double(&statement, 1, 1e300); break;
            case 5: {
                const std::string_view text = patches.text();
                sqlite3_bind_text(&statement, 1, text.data(), static_cast<int>(text.size()),
                                  SQLITE_TRANSIENT);
                break;
            }
            default: {
                const std::string_view blob = patches.text();
                sqlite3_bind_blob(&statement, 1, blob.data(), static_cast<int>(blob.size()),
                                  SQLITE_TRANSIENT);
            }
        }
    }

    void add_to_schema(Patches& patches) {
        static const std::array<const char*, 8> kStatements{
            "CREATE TRIGGER t AFTER INSERT ON snapshots BEGIN DELETE FROM snapshots; END",
            "CREATE TRIGGER t BEFORE UPDATE ON records BEGIN SELECT load_extension('x'); END",
            "CREATE VIEW v AS WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r) "
            "SELECT n FROM r",
            "CREATE INDEX i ON records (hex(zeroblob(100000000)))",
            "CREATE UNIQUE INDEX i ON contents (title)",
            "CREATE TABLE json_each (key, value)",
            "CREATE VIRTUAL TABLE f USING fts5 (x)",
            "CREATE TABLE sqlite_stat1 (tbl, idx, stat)"};
        const std::size_t which = patches.below(kStatements.size() + 2);
        std::string sql(which < kStatements.size() ? kStatements[which] : patches.text());
        const std::string_view kind = patches.number(1) % 2 == 0 ? "table" : "trigger";
        sqlite3_stmt* raw = nullptr;
        const char* const insert =
            "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) "
            "VALUES (?1, 'x', 'records', ?2, ?3)";
        if (sqlite3_prepare_v2(db_.get(), insert, -1, &raw, nullptr) != SQLITE_OK) return;
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(
            raw, sqlite3_finalize);
        sqlite3_bind_text(raw, 1, kind.data(), static_cast<int>(kind.size()), SQLITE_STATIC);
        sqlite3_bind_int64(raw, 2, static_cast<sqlite3_int64>(patches.number(1)));
        sqlite3_bind_text(raw, 3, sql.data(), static_cast<int>(sql.size()), SQLITE_STATIC);
        (void)sqlite3_step(raw);
    }

    Database db_;
    std::string loose_;
    std::vector<std::pair<std::string, std::string>> columns_;
};

void write_over(std::string& file, std::size_t at, std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size() && at + i < file.size(); ++i) file[at + i] = bytes[i];
}

void change_bytes(std::string& file, Patches& patches) {
    const std::size_t pages = file.size() / kPageSize;
    const auto page = [&] { return patches.below(pages) * kPageSize; };
    switch (patches.number(1) % 7) {
        case 0: write_over(file, patches.below(file.size()), patches.text()); break;
        case 1: write_over(file, page() + patches.number(1) % 16, patches.text()); break;
        case 2: write_over(file, patches.number(1) % 100, patches.text()); break;
        case 3: file.resize(patches.below(file.size() + 1)); break;
        case 4: write_over(file, page(), std::string(file, page(), kPageSize)); break;
        case 5: {
            const std::size_t one = page();
            const std::size_t other = page();
            const std::string kept(file, one, kPageSize);
            write_over(file, one, std::string(file, other, kPageSize));
            write_over(file, other, kept);
            break;
        }
        default: write_over(file, patches.below(file.size()), std::string(patches.number(2), 0));
    }
}

}  // namespace

const std::string& sample_archive() {
    static const std::string sample = make_sample();
    return sample;
}

std::string damaged_archive(std::string_view patches) {
    if (patches.starts_with("SQLite format 3")) return std::string(patches);
    static LooseSample loose;
    Patches rest(patches);
    const bool with_log = rest.number(1) % 8 == 0;
    std::string file = loose.changed(rest);
    if (with_log) write_over(file, kJournalModes, "\2\2");
    for (int left = 16; left > 0 && !rest.empty(); --left) change_bytes(file, rest);
    return file;
}

}  // namespace feedarc::test
