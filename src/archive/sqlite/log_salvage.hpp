#pragma once

#include "archive/salvage.hpp"
#include "archive/sqlite/found_rows.hpp"
#include "archive/sqlite/salvage_state.hpp"
#include "archive/sqlite/sqlite_archive.hpp"

#include <optional>
#include <string>

namespace feedarc::sqlite {

class LogSalvage final : public archive::Salvage {
public:
    LogSalvage(std::string from, const std::string& to, std::chrono::milliseconds wait);

    SalvagedLog take_log(const archive::LogRules& rules, const archive::ReadAgain& read,
                         const archive::SalvageSink& sink) override;
    void give_ids() override;
    std::int64_t restore_ids() override;
    Archive& archive() override { return archive_; }

private:
    void scan(const archive::SalvageSink& sink);

    std::string from_;
    std::chrono::milliseconds wait_;
    SqliteArchive archive_;
    FoundRows found_;
    std::optional<SalvageWork> work_;
};

}  // namespace feedarc::sqlite
