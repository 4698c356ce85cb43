#include "archive/check.hpp"

#include <feedarc/check.hpp>
#include <feedarc/error.hpp>

#include "app/derive.hpp"
#include "app/log_rules.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace feedarc {
namespace {

class CheckRun {
public:
    CheckRun(const CheckOptions& options, const CheckListener& listener)
        : options_(options), listener_(listener) {
        sink_.damage = [this](Damage damage) { take(std::move(damage)); };
        sink_.note = [this](const std::string& text) {
            report_.notes.push_back(text);
            if (listener_.note) listener_.note(text);
        };
        sink_.progress = [this](std::size_t done, std::size_t total) {
            if (listener_.progress) listener_.progress({doing_, done, total});
        };
    }

    CheckReport run(archive::ArchiveCheck& check) {
        if (!check.structure(options_.depth != CheckDepth::quick, sink_)) return report_;
        if (options_.depth == CheckDepth::quick) return report_;
        doing_ = "rows";
        report_.rows = check.rows(app::log_rules(), sink_);
        doing_ = "bodies";
        if (options_.depth == CheckDepth::data) {
            count(check.bodies({}, sink_));
        } else if (options_.sample) {
            count(check.bodies(*options_.sample, sink_));
        }
        doing_ = "snapshots";
        derive(check);
        return report_;
    }

private:
    void take(Damage damage) {
        ++report_.damages;
        if (listener_.damage) listener_.damage(damage);
        if (report_.found.size() < kMostDamagesKept) report_.found.push_back(std::move(damage));
    }

    void count(const archive::ArchiveCheck::Bodies& bodies) {
        report_.bodies = bodies.count;
        report_.body_bytes = bodies.bytes;
    }

    // Of a damaged log nothing right can be derived, and what is derived may well be right.
    void derive(archive::ArchiveCheck& check) {
        if (report_.damages > 0) {
            sink_.note("what is derived was not compared, since the log is damaged");
            return;
        }
        const auto copy = check.derive_again(sink_);
        if (!copy) return;
        try {
            derive_all(copy->archive());
        } catch (const Error& error) {
            if (error.code() != ErrorCode::archive) throw;
            take({"", "", fmt::format("cannot be derived again: {}", error.what()),
                  "restore it from a backup; `feedarc salvage NEW` copies what is intact"});
            return;
        }
        report_.derived = true;
        copy->compare(sink_);
    }

    void derive_all(Archive& archive) {
        std::int64_t done = 0;
        const auto sources = archive.sources();
        std::int64_t total = 0;
        for (const SourceInfo& source : sources) total += source.snapshots;
        for (const SourceInfo& source : sources) {
            const auto batch = archive.begin(std::chrono::milliseconds{0});
            app::Deriver deriver(*batch);
            deriver.rederive(source.id);
            deriver.finish();
            batch->commit();
            done += source.snapshots;
            sink_.progress(static_cast<std::size_t>(done), static_cast<std::size_t>(total));
        }
    }

    const CheckOptions& options_;
    const CheckListener& listener_;
    archive::CheckSink sink_;
    CheckReport report_;
    std::string doing_ = "structure";
};

}  // namespace

CheckReport check_archive(const std::string& location, const CheckOptions& options,
                          const CheckListener& listener) {
    const auto check = archive::open_check(location);
    return CheckRun(options, listener).run(*check);
}

}  // namespace feedarc
