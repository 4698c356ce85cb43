#include "archive/sqlite/restrictions.hpp"

#include "archive/sqlite/statement.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace feedarc::sqlite {
namespace {

// The longest of our statements inserts 32 rows at once: some 700 values and 2,000 instructions.
constexpr std::array kLimits{
    std::pair{SQLITE_LIMIT_LENGTH, 256 << 20},  // bytes; a body is at most 16 MiB before packing
    std::pair{SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
    std::pair{SQLITE_LIMIT_COLUMN, 200},
    std::pair{SQLITE_LIMIT_EXPR_DEPTH, 200},
    std::pair{SQLITE_LIMIT_COMPOUND_SELECT, 20},
    std::pair{SQLITE_LIMIT_VDBE_OP, 100'000},
    std::pair{SQLITE_LIMIT_FUNCTION_ARG, 32},
    std::pair{SQLITE_LIMIT_ATTACHED, 1},  // VACUUM's own
    std::pair{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1'000},
    std::pair{SQLITE_LIMIT_VARIABLE_NUMBER, 32'766},
    std::pair{SQLITE_LIMIT_TRIGGER_DEPTH, 0},
    std::pair{SQLITE_LIMIT_WORKER_THREADS, 0},
};

constexpr std::array kOptions{
    std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
    std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    std::pair{SQLITE_DBCONFIG_DQS_DML, 0},
    std::pair{SQLITE_DBCONFIG_DQS_DDL, 0},
};

struct Pragma {
    const char* name;
    const char* value;  // the only one; null for any
};

// Those that may be given a value. All may be asked without one.
constexpr std::array kPragmas{
    Pragma{"application_id", nullptr},     Pragma{"cache_size", nullptr},
    Pragma{"cell_size_check", "ON"},       Pragma{"foreign_key_check", nullptr},
    Pragma{"foreign_key_list", nullptr},   Pragma{"foreign_keys", "OFF"},
    Pragma{"incremental_vacuum", nullptr}, Pragma{"index_info", nullptr},
    Pragma{"index_list", nullptr},         Pragma{"index_xinfo", nullptr},
    Pragma{"integrity_check", nullptr},    Pragma{"journal_mode", "WAL"},
    Pragma{"journal_size_limit", nullptr}, Pragma{"mmap_size", "0"},
    Pragma{"optimize", nullptr},           Pragma{"query_only", "ON"},
    Pragma{"quick_check", nullptr},        Pragma{"synchronous", "FULL"},
    Pragma{"table_info", nullptr},         Pragma{"table_list", nullptr},
    Pragma{"table_xinfo", nullptr},        Pragma{"temp_store", nullptr},
    Pragma{"user_version", nullptr},       Pragma{"wal_autocheckpoint", nullptr},
    Pragma{"wal_checkpoint", nullptr},
};

constexpr std::array kForbiddenFunctions{"load_extension", "fts3_tokenizer"};

bool is(const char* one, const char* other) {
    return sqlite3_stricmp(one, other) == 0;
}

bool may_set(const char* name, const char* value) {
    return std::any_of(kPragmas.begin(), kPragmas.end(), [&](const Pragma& pragma) {
        return is(name, pragma.name) && (pragma.value == nullptr || is(value, pragma.value));
    });
}

// Called from C while a statement is prepared, so nothing may be thrown.
int authorize(void*, int action, const char* first, const char* second, const char*,
              const char*) noexcept {
    switch (action) {
        // VACUUM works in a database without a name. A name that is no constant is null.
        case SQLITE_ATTACH: return first != nullptr && *first == '\0' ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_DETACH: return SQLITE_DENY;
        case SQLITE_PRAGMA:
            return second == nullptr || may_set(first, second) ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_FUNCTION:
            return std::any_of(kForbiddenFunctions.begin(), kForbiddenFunctions.end(),
                               [&](const char* name) { return is(second, name); })
                       ? SQLITE_DENY
                       : SQLITE_OK;
        default: return SQLITE_OK;
    }
}

}  // namespace

void restrict_connection(sqlite3& db) {
    for (const auto& [limit, value] : kLimits) sqlite3_limit(&db, limit, value);
    for (const auto& [option, value] : kOptions) {
        if (sqlite3_db_config(&db, option, value, nullptr) != SQLITE_OK) fail(db, "configure");
    }
    sqlite3_set_authorizer(&db, authorize, nullptr);
}

void enable_triggers(sqlite3& db) {
    sqlite3_limit(&db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    if (sqlite3_db_config(&db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, nullptr) != SQLITE_OK) {
        fail(db, "configure");
    }
}

}  // namespace feedarc::sqlite
