#include "archive/sqlite/body_walk.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::sqlite {
namespace {

// Of the bodies on the path from a root, which wait for more that is packed with them.
constexpr std::size_t kMostHeld = 64U << 20U;

}  // namespace

StoredBodyWalk::StoredBodyWalk(sqlite3& db, Bodies& bodies, bool unread)
    : bodies_(bodies),
      snapshots_(db,
                 fmt::format("SELECT n.id, n.url_given, n.url, n.media_type, n.form, "
                             "(SELECT text FROM rules u WHERE u.hash = n.rules) FROM snapshots n "
                             "WHERE n.body = ?{}",
                             unread ? " AND n.reader_version <> ? AND NOT EXISTS (SELECT 1 FROM "
                                      "rebuilding r WHERE r.snapshot = n.id)"
                                    : "")),
      unread_(unread) {
    // For a few, the chain of each is unpacked anew; their bases need not be among them.
    Statement list(
        db,
        unread ? fmt::format("SELECT 0, coalesce(b.block, 0), n.body FROM snapshots n "
                             "JOIN bodies b ON b.id = n.body "
                             "WHERE n.reader_version <> ? AND {} AND NOT EXISTS "
                             "(SELECT 1 FROM rebuilding r WHERE r.snapshot = n.id) "
                             "GROUP BY n.body",
                             kIsKept)
               : fmt::format("SELECT coalesce(b.base, 0), coalesce(b.block, 0), b.id FROM bodies b "
                             "WHERE {} AND ? > 0",
                             kIsKept));
    Statement::Run row(list, kReaderVersion);
    while (row.next()) by_base_.push_back({row.integer(0), row.integer(1), row.integer(2)});
    std::sort(by_base_.begin(), by_base_.end());
    path_.emplace_back();  // stands above the roots
}

std::size_t StoredBodyWalk::first_child(BodyId body) const {
    return static_cast<std::size_t>(
        std::lower_bound(by_base_.begin(), by_base_.end(), Placed{body, 0, 0}) - by_base_.begin());
}

// The next body in depth; nothing at the end.
std::optional<BodyId> StoredBodyWalk::advance() {
    while (!path_.empty()) {
        Frame& top = path_.back();
        if (top.child < by_base_.size() && by_base_[top.child].base == top.body) {
            return by_base_[top.child++].body;
        }
        if (top.bytes) held_ -= top.bytes->size();
        path_.pop_back();
    }
    return std::nullopt;
}

// Those nearest to the root are needed last; they are unpacked anew then.
void StoredBodyWalk::let_go() {
    for (auto frame = path_.begin(); frame != path_.end() && held_ > kMostHeld; ++frame) {
        if (!frame->bytes) continue;
        held_ -= frame->bytes->size();
        frame->bytes.reset();
    }
}

// False where it was pruned since the walk began.
bool StoredBodyWalk::enter(BodyId body) {
    const Bytes base = path_.back().bytes;
    const bool has_base = path_.back().body != 0 && base;
    Frame frame;
    frame.body = body;
    frame.child = first_child(body);
    damage_.clear();
    bool kept = true;
    try {
        frame.bytes = std::make_shared<const std::string>(
            has_base ? bodies_.bytes_by(body, path_.back().body, *base) : bodies_.bytes(body));
        held_ += frame.bytes->size();
    } catch (const Error& error) {
        kept = error.code() != ErrorCode::not_found;
        if (kept && error.code() != ErrorCode::archive) throw;
        damage_ = error.what();
    }
    Frame& above = path_.back();
    const bool last = above.child == by_base_.size() || by_base_[above.child].base != above.body;
    if (last && above.bytes) {
        held_ -= above.bytes->size();
        above.bytes.reset();
    }
    path_.push_back(std::move(frame));
    return kept;
}

std::vector<SnapshotToRead> StoredBodyWalk::snapshots_of(BodyId body) {
    std::vector<SnapshotToRead> snapshots;
    std::vector<Value> values{body};
    if (unread_) values.emplace_back(std::int64_t{kReaderVersion});
    Statement::Run row(snapshots_, std::span<const Value>(values));
    while (row.next()) {
        SnapshotToRead snapshot;
        snapshot.id = row.integer(0);
        if (row.integer(1) != 0) snapshot.url = row.text(2);
        snapshot.media_type = row.text(3);
        snapshot.form = form_from(row.text(4)).value_or(Form::text);
        snapshot.rules = row.text(5);
        snapshots.push_back(std::move(snapshot));
    }
    return snapshots;
}

std::optional<BodyToRead> StoredBodyWalk::next() {
    std::optional<BodyId> body;
    do {
        body = advance();
        if (!body) return std::nullopt;
        body_ = *body;
    } while (!enter(*body));
    BodyToRead result;
    result.bytes = path_.back().bytes;
    result.damage = damage_;
    result.snapshots = snapshots_of(*body);
    // Without any that is packed with it, it is no longer needed here.
    const std::size_t child = path_.back().child;
    if (child == by_base_.size() || by_base_[child].base != *body) {
        if (path_.back().bytes) held_ -= path_.back().bytes->size();
        path_.pop_back();
    }
    let_go();
    return result;
}

}  // namespace feedarc::sqlite
