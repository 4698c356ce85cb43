#include <feedarc/corrections.hpp>
#include <feedarc/error.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace feedarc {
namespace {

const std::set<Hash128> kNoContents;
const std::vector<Hash128> kNobody;

std::set<Hash128> hashes_of(const std::vector<ContentRef>& refs) {
    std::set<Hash128> hashes;
    for (const ContentRef& ref : refs) hashes.insert(ref.content);
    return hashes;
}

}  // namespace

const char* to_string(CorrectionKind kind) noexcept {
    switch (kind) {
        case CorrectionKind::join: return "join";
        case CorrectionKind::split: return "split";
        case CorrectionKind::forget: return "forget";
        case CorrectionKind::amend: return "amend";
        case CorrectionKind::undo: return "undo";
    }
    return "";
}

std::optional<CorrectionKind> correction_kind_from(std::string_view name) noexcept {
    constexpr std::array kAll{CorrectionKind::join, CorrectionKind::split, CorrectionKind::forget,
                              CorrectionKind::amend, CorrectionKind::undo};
    const auto* const at = std::find_if(
        kAll.begin(), kAll.end(), [&](CorrectionKind kind) { return name == to_string(kind); });
    if (at == kAll.end()) return std::nullopt;
    return *at;
}

const char* to_string(RecordChange::Kind kind) noexcept {
    switch (kind) {
        case RecordChange::Kind::joined: return "joined";
        case RecordChange::Kind::split: return "split";
        case RecordChange::Kind::fresh: return "new";
        case RecordChange::Kind::gone: return "gone";
        case RecordChange::Kind::changed: return "changed";
    }
    return "";
}

void mark_in_force(std::vector<Correction>& corrections) {
    std::sort(corrections.begin(), corrections.end(), [](const auto& one, const auto& other) {
        return std::tie(one.made_at, one.sequence, one.uuid) <
               std::tie(other.made_at, other.sequence, other.uuid);
    });
    // From the latest on, so that whether an undo counts is known before what it undoes.
    std::set<Hash128> undone;
    std::for_each(corrections.rbegin(), corrections.rend(), [&](Correction& one) {
        one.in_force = !undone.contains(one.uuid);
        if (one.in_force && one.undoes) undone.insert(*one.undoes);
    });
}

const Correction& subject_of(std::span<const Correction> all, const Correction& correction) {
    const Correction* subject = &correction;
    for (std::size_t steps = 0; subject->undoes && steps < all.size(); ++steps) {
        const auto at = std::find_if(all.begin(), all.end(), [&](const Correction& one) {
            return one.uuid == *subject->undoes;
        });
        if (at == all.end()) {
            throw Error(
                ErrorCode::archive,
                "a correction undoes one that is not there; restore the archive from a backup");
        }
        subject = &*at;
    }
    return *subject;
}

ContentLinks::ContentLinks(std::span<const Correction> corrections) {
    for (const Correction& correction : corrections) {
        if (!correction.in_force) continue;
        if (correction.kind == CorrectionKind::join) join(correction);
        if (correction.kind == CorrectionKind::split) split(correction);
    }
}

void ContentLinks::leave_group(const Hash128& content) {
    const auto at = group_of_.find(content);
    if (at == group_of_.end()) return;
    groups_[at->second].erase(content);
    group_of_.erase(at);
}

// Makes one group of contents, with those that they were in a group with.
void ContentLinks::gather(const std::set<Hash128>& contents) {
    std::set<Hash128> all = contents;
    for (const Hash128& content : contents) {
        const auto& with = one_with(content);
        all.insert(with.begin(), with.end());
    }
    for (const Hash128& content : all) leave_group(content);
    for (const Hash128& content : all) group_of_.emplace(content, groups_.size());
    groups_.push_back(std::move(all));
}

void ContentLinks::join(const Correction& correction) {
    std::set<Hash128> contents = hashes_of(correction.one);
    contents.merge(hashes_of(correction.other));
    gather(contents);
    // It takes back what earlier splits said of any two of them.
    for (const Hash128& content : contents) {
        const auto apart = apart_.find(content);
        if (apart == apart_.end()) continue;
        std::erase_if(apart->second, [&](const Hash128& one) { return contents.contains(one); });
        if (apart->second.empty()) apart_.erase(apart);
    }
    for (const Hash128& content : contents) spoken_of_[content].push_back(correction.uuid);
}

void ContentLinks::split(const Correction& correction) {
    const std::set<Hash128> leaving = hashes_of(correction.one);
    for (const Hash128& content : leaving) leave_group(content);
    gather(leaving);
    for (const Hash128& content : leaving) {
        for (const ContentRef& rest : correction.other) {
            if (leaving.contains(rest.content)) continue;
            apart_[content].insert(rest.content);
            apart_[rest.content].insert(content);
        }
        spoken_of_[content].push_back(correction.uuid);
    }
    for (const ContentRef& rest : correction.other) {
        if (!leaving.contains(rest.content)) spoken_of_[rest.content].push_back(correction.uuid);
    }
}

const std::set<Hash128>& ContentLinks::one_with(const Hash128& content) const {
    const auto at = group_of_.find(content);
    return at == group_of_.end() ? kNoContents : groups_[at->second];
}

const std::set<Hash128>& ContentLinks::apart_from(const Hash128& content) const {
    const auto at = apart_.find(content);
    return at == apart_.end() ? kNoContents : at->second;
}

const std::vector<Hash128>& ContentLinks::said_by(const Hash128& content) const {
    const auto at = spoken_of_.find(content);
    return at == spoken_of_.end() ? kNobody : at->second;
}

}  // namespace feedarc
