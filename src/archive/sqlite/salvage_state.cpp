#include "archive/sqlite/salvage_state.hpp"

#include <algorithm>

namespace feedarc::sqlite {

std::optional<Hash128> hash_in(const StoredRow& record, std::size_t column) {
    Hash128 hash;
    const std::string_view bytes = record.bytes(column);
    if (bytes.size() != hash.bytes.size()) return std::nullopt;
    std::transform(bytes.begin(), bytes.end(), hash.bytes.begin(),
                   [](char byte) { return static_cast<std::uint8_t>(byte); });
    return hash;
}

std::optional<std::string> mended(SalvageWork& work, std::string_view bytes,
                                  const std::function<bool(const StoredRow&)>& is_right) {
    constexpr std::size_t kLongest = 1U << 16U;
    if (bytes.size() > kLongest || 8 * bytes.size() > work.patience) return std::nullopt;
    work.patience -= 8 * bytes.size();
    std::string copy(bytes);
    for (char& byte : copy) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const char before = byte;
            byte = static_cast<char>(static_cast<unsigned char>(before) ^ 1U << bit);
            const auto record = StoredRow::parse(copy);
            if (record && is_right(*record)) {
                ++work.counts.mended;
                return copy;
            }
            byte = before;
        }
    }
    return std::nullopt;
}

std::vector<std::int64_t> alike_ids(std::int64_t id) {
    constexpr unsigned kBits = 40;
    std::vector<std::int64_t> ids{id};
    for (unsigned bit = 0; bit < kBits; ++bit) ids.push_back(id ^ std::int64_t{1} << bit);
    return ids;
}

RecordInsert::RecordInsert(sqlite3& db, std::string_view table, std::size_t columns, bool has_id)
    : db_(db), columns_(columns), has_id_(has_id) {
    std::string sql = "INSERT OR IGNORE INTO main." + std::string(table) + " VALUES (?";
    for (std::size_t i = 1; i < columns; ++i) sql += ", ?";
    sql += ')';
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(&db, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) fail(db, sql);
    statement_.reset(raw);
}

bool RecordInsert::run(std::optional<std::int64_t> id, const StoredRow& record) {
    sqlite3_stmt* statement = statement_.get();
    sqlite3_clear_bindings(statement);
    for (std::size_t i = 0; i < columns_; ++i) {
        const int index = static_cast<int>(i) + 1;
        const std::string_view bytes = record.bytes(i);
        switch (record.type(i)) {
            case ValueType::integer: sqlite3_bind_int64(statement, index, record.integer(i)); break;
            case ValueType::text:
                sqlite3_bind_text64(statement, index, bytes.data(), bytes.size(), SQLITE_STATIC,
                                    SQLITE_UTF8);
                break;
            case ValueType::blob:
                sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_STATIC);
                break;
            case ValueType::null:
            case ValueType::real: break;
        }
    }
    if (has_id_ && id) sqlite3_bind_int64(statement, 1, *id);
    const int status = sqlite3_step(statement);
    sqlite3_reset(statement);
    // A row that the table's checks refuse is none.
    if (status == SQLITE_DONE) return sqlite3_changes(&db_) > 0;
    if ((status & 0xff) == SQLITE_CONSTRAINT) return false;
    fail(db_, sqlite3_sql(statement));
}

}  // namespace feedarc::sqlite
