#include <feedarc/audit.hpp>
#include <feedarc/identity.hpp>

#include "app/audit_joins.hpp"
#include "identity/similarity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace feedarc {
namespace {

// Shorter texts say little.
constexpr std::size_t kLeastText = 40;  // bytes of the normal form
// Records are compared with those whose text begins alike.
constexpr std::size_t kOpening = 24;  // bytes of the normal form
// A title that more records bear names no article: "Who is hiring?".
constexpr std::size_t kMostAlike = 8;

constexpr double kSameTitle = 0.5;
constexpr double kTitleAndText = 0.9;
constexpr double kOtherLink = 0.2;  // taken off where both have a link of their own

// What is kept of each record: some hundred bytes.
struct Brief {
    RecordId id = 0;
    std::string source, title, text;
    bool link = false;
};

class Audit {
public:
    Audit(Archive& archive, const AuditOptions& options) : archive_(archive), options_(options) {}

    std::vector<Suspicion> run() {
        Filter filter;
        filter.source = options_.source;
        std::vector<RecordId> several;
        archive_.find(filter, [&](const Record& record) {
            if (record.revisions > 1) several.push_back(record.id);
            add(record);
            return true;
        });
        for (const RecordId record : several) look_into(record);
        look_for_pairs(by_title_);
        look_for_pairs(by_opening_);
        return most_suspicious();
    }

private:
    using Groups = std::unordered_map<Hash128, std::vector<std::size_t>>;

    void add(const Record& record) {
        Brief brief{record.id, record.source, normalise(record.best.title),
                    normalise(record.best.excerpt), !record.best.url.empty()};
        const std::size_t index = briefs_.size();
        if (!brief.title.empty()) {
            by_title_[FieldHash().add(brief.source).add(brief.title).finish()].push_back(index);
        }
        if (brief.text.size() >= kLeastText) {
            const std::string_view opening = std::string_view(brief.text).substr(0, kOpening);
            by_opening_[FieldHash().add(brief.source).add(opening).finish()].push_back(index);
        } else {
            brief.text.clear();
        }
        briefs_.push_back(std::move(brief));
    }

    void look_into(RecordId id) {
        const std::vector<Revision> revisions = archive_.revisions(id);
        app::UnlikeRevisions unlike = app::find_unlike(revisions);
        if (unlike.score == 0) return;
        Suspicion suspicion;
        suspicion.kind = Suspicion::Kind::join;
        suspicion.score = unlike.score;
        suspicion.record = id;
        suspicion.reasons = std::move(unlike.reasons);
        found_.push_back(std::move(suspicion));
        odd_.emplace(id, std::move(unlike.odd));
    }

    void look_for_pairs(const Groups& groups) {
        for (const auto& [key, members] : groups) {
            if (members.size() > kMostAlike) continue;
            for (std::size_t i = 0; i < members.size(); ++i) {
                for (std::size_t k = i + 1; k < members.size(); ++k) {
                    compare(briefs_[members[i]], briefs_[members[k]]);
                }
            }
        }
    }

    void compare(const Brief& one, const Brief& other) {
        const auto [low, high] = std::minmax(one.id, other.id);
        if (!compared_.emplace(low, high).second) return;
        const bool same_title = !one.title.empty() && one.title == other.title;
        const bool texts = !one.text.empty() && !other.text.empty();
        const double alike = texts ? shared_part(one.text, other.text) : 0;
        Suspicion suspicion;
        suspicion.kind = Suspicion::Kind::missed;
        if (same_title) suspicion.reasons.emplace_back("the same title");
        if (alike >= kVariantTexts) {
            suspicion.reasons.push_back(fmt::format("texts that share {:.0f} %", 100 * alike));
        }
        if (suspicion.reasons.empty()) return;
        suspicion.score = same_title && alike >= kVariantTexts ? kTitleAndText
                          : same_title                         ? kSameTitle
                                                               : kVariantTexts * alike;
        if (same_title && texts && alike < kVariantTexts) suspicion.score *= alike;
        if (one.link && other.link) suspicion.score -= kOtherLink;
        if (suspicion.score <= 0 || archive_.stood_together(low, high)) return;
        suspicion.record = low;
        suspicion.other = high;
        found_.push_back(std::move(suspicion));
    }

    std::vector<Suspicion> most_suspicious() {
        std::sort(found_.begin(), found_.end(), [](const Suspicion& a, const Suspicion& b) {
            return std::tuple(-a.score, a.record, a.other) <
                   std::tuple(-b.score, b.record, b.other);
        });
        if (found_.size() > options_.limit) found_.resize(options_.limit);
        for (Suspicion& suspicion : found_) complete(suspicion);
        return std::move(found_);
    }

    // What costs more is done for those alone that are shown.
    void complete(Suspicion& suspicion) {
        const auto detail = archive_.record(suspicion.record);
        if (!detail) return;
        const Entry& best = detail->record.best;
        suspicion.source = detail->record.source;
        suspicion.title = best.title.empty() ? best.excerpt : best.title;
        if (suspicion.kind == Suspicion::Kind::missed) {
            suspicion.command = fmt::format("join {} {}", suspicion.record, suspicion.other);
            return;
        }
        suspicion.command = fmt::format("split {}", suspicion.record);
        for (const std::size_t odd : odd_.at(suspicion.record)) {
            const JoinRow& join = detail->joins.at(odd);
            suspicion.command += fmt::format(" {}:{}", join.snapshot, join.position);
        }
    }

    Archive& archive_;
    const AuditOptions& options_;
    std::vector<Brief> briefs_;
    Groups by_title_, by_opening_;
    std::set<std::pair<RecordId, RecordId>> compared_;
    std::vector<Suspicion> found_;
    std::unordered_map<RecordId, std::vector<std::size_t>> odd_;
};

}  // namespace

const char* to_string(Suspicion::Kind kind) noexcept {
    return kind == Suspicion::Kind::join ? "join" : "missed";
}

std::vector<Suspicion> audit(Archive& archive, const AuditOptions& options) {
    return Audit(archive, options).run();
}

}  // namespace feedarc
