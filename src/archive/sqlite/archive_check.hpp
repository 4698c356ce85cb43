#pragma once

#include "archive/check.hpp"
#include "archive/sqlite/statement.hpp"

#include <memory>
#include <optional>
#include <string>

namespace feedarc::sqlite {

class SqliteCheck final : public archive::ArchiveCheck {
public:
    explicit SqliteCheck(const std::string& path);

    bool structure(bool whole, const archive::CheckSink& sink) override;
    std::int64_t rows(const archive::LogRules& rules, const archive::CheckSink& sink) override;
    Bodies bodies(const BodySlice& slice, const archive::CheckSink& sink) override;
    std::unique_ptr<archive::DerivedCopy> derive_again(const archive::CheckSink& sink) override;

private:
    bool header(const archive::CheckSink& sink);
    /// The archive, or a copy of an older one that is of the newest version.
    [[nodiscard]] sqlite3& newest() { return migrated_ ? *migrated_ : *db_; }

    std::string path_;
    std::string unreadable_;  ///< why, where it is
    Connection db_;
    Connection migrated_;
};

}  // namespace feedarc::sqlite
