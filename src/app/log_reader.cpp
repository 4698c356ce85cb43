#include "app/log_reader.hpp"

#include "app/parsed_page.hpp"

#include <fmt/format.h>

#include <utility>

namespace feedarc::app {

LogReader::LogReader(const std::string& location)
    : location_(location),
      log_(open_archive_log(location)),
      contents_([this](ContentId id) { return content(id); }) {}

void LogReader::fail(const Error& error) {
    failed_ = true;
    if (error.code() != ErrorCode::archive) throw error;
    throw Error(ErrorCode::archive,
                fmt::format("{}: {} (`feedarc check` tells what else is wrong with it, `feedarc "
                            "salvage` brings out what is whole)",
                            location_, error.what()));
}

Content LogReader::content(ContentId id) {
    LoggedContent logged = log_->content(id);
    Content content = make_content(std::move(logged.entry));
    const bool comparable = logged.fingerprint_version == kFingerprintVersion;
    if (content.hash != logged.hash ||
        (comparable && content.text.fingerprint != logged.fingerprint)) {
        throw Error(ErrorCode::archive, fmt::format("content {} is not what was written", id));
    }
    return content;
}

std::shared_ptr<const ParsedPage> LogReader::page(std::int64_t page) {
    return ask([&](ArchiveLog& log) {
        LoggedPage logged = log.page(page);
        auto parsed = std::make_shared<ParsedPage>();
        parsed->hash = logged.hash;
        for (const ContentId id : logged.contents) parsed->contents.push_back(contents_.of(id));
        parsed->entries = parsed->contents.size();
        parsed->ages = std::move(logged.ages);
        parsed->obstacle = std::move(logged.obstacle);
        if (page_hash(*parsed) != parsed->hash) {
            throw Error(ErrorCode::archive, fmt::format("page {} is not what was written", page));
        }
        return std::shared_ptr<const ParsedPage>(std::move(parsed));
    });
}

}  // namespace feedarc::app
