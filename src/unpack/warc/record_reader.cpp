#include "unpack/warc/record_reader.hpp"

#include "unpack/warc/arc_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace feedarc::unpack {
namespace {

constexpr std::size_t kMostHeader = 64U << 10U;
constexpr std::size_t kMostArcLine = 8U << 10U;
constexpr std::size_t kLooked = 64U << 10U;
// Between two records: CR LF CR LF in a WARC, LF in an ARC, and some writers' more of them.
constexpr std::size_t kMostBlank = 64;

bool is_blank(char byte) noexcept {
    return byte == '\r' || byte == '\n';
}

std::optional<std::uint64_t> number(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

RecordReader::RecordReader(base::ByteSource source, std::string name, std::size_t most,
                           int window_log)
    : stream_(std::move(source), std::move(name), window_log), most_(most) {}

bool RecordReader::ensure(std::size_t size) {
    while (view().size() < size && !ended_ && !damage_) {
        switch (stream_.next()) {
            case MemberStream::Event::bytes:
                if (stream_.begins_member()) {
                    members_.push_back({position_ + view().size(), stream_.member_offset()});
                }
                buffer_ += stream_.bytes();
                break;
            case MemberStream::Event::damaged:
                damage_ = stream_.problem();
                damage_offset_ = stream_.member_offset();
                break;
            case MemberStream::Event::end: ended_ = true; break;
        }
    }
    return view().size() >= size;
}

void RecordReader::consume(std::size_t size) {
    at_ += size;
    position_ += size;
    while (!members_.empty() && members_.front().position + kMostBlank < position_) {
        members_.pop_front();
    }
    if (at_ >= buffer_.size() || at_ > (1U << 20U)) {
        buffer_.erase(0, at_);
        at_ = 0;
        // A large record's memory is not kept for the small ones behind it.
        if (buffer_.capacity() > (4U << 20U) && buffer_.size() < (1U << 20U)) {
            buffer_.shrink_to_fit();
        }
    }
}

std::optional<std::uint64_t> RecordReader::member_at(std::size_t index) const {
    for (const Mark& member : members_) {
        if (member.position == position_ + index) return member.offset;
    }
    return std::nullopt;
}

// Returns the offset of what stands behind the blank lines.
std::uint64_t RecordReader::skip_blank() {
    std::optional<std::uint64_t> member;
    while (ensure(1)) {
        if (const auto here = member_at(0)) member = here;
        if (!is_blank(view().front())) break;
        consume(1);
    }
    return member.value_or(position_);
}

bool RecordReader::record_at(std::size_t index) {
    if (!arc_) {
        ensure(index + 9);
        const std::string_view line = view().substr(std::min(index, view().size()), 9);
        const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
        return line.size() == 9 && line.starts_with("WARC/") && digit(5) && line[6] == '.' &&
               digit(7) && is_blank(line[8]);
    }
    ensure(index + 1);
    auto line = view().substr(std::min(index, view().size()), kMostArcLine);
    if (line.find('\n') == std::string_view::npos) {
        ensure(index + kMostArcLine);
        line = view().substr(std::min(index, view().size()), kMostArcLine);
    }
    const auto end = line.find('\n');
    return end != std::string_view::npos && read_arc_line(line.substr(0, end)).has_value();
}

// A record that begins a line, or a member, in this part of what was read.
std::optional<std::size_t> RecordReader::find_record(std::size_t from, std::size_t to) {
    for (const Mark& member : members_) {
        if (member.position < position_ + from || member.position >= position_ + to) continue;
        const auto index = static_cast<std::size_t>(member.position - position_);
        if (record_at(index)) return index;
    }
    for (std::size_t at = from; at < to;) {
        const auto line = view().substr(0, to).find('\n', at);
        if (line == std::string_view::npos) break;
        at = line + 1;
        const char first = arc_ ? '\0' : 'W';
        if (at < view().size() && (first == '\0' || view()[at] == first) && record_at(at)) {
            return at;
        }
    }
    return std::nullopt;
}

void RecordReader::go_to_next_record() {
    while (ensure(1)) {
        ensure(kLooked);
        const std::size_t size = view().size();
        if (const auto found = find_record(0, size)) {
            consume(*found);
            return;
        }
        // The last byte may be the line break before a record.
        if (size > 1) consume(size - 1);
        if (!ensure(2)) {
            consume(view().size());
            return;
        }
    }
}

std::optional<Record> RecordReader::next() {
    const std::uint64_t offset = skip_blank();
    Record record;
    record.offset = offset;
    if (!ensure(1)) {
        if (!damage_) return std::nullopt;
        record.offset = damage_offset_;
        record.problem = *std::exchange(damage_, std::nullopt);
        return record;
    }
    if (!std::exchange(began_, true)) arc_ = view().starts_with('f');
    if (!record_at(0)) {
        go_to_next_record();
        return broken(std::move(record),
                      "these bytes belong to no record; is the length of the one before right?");
    }
    return read_record(offset);
}

std::optional<std::size_t> RecordReader::header_size() {
    const std::size_t most = arc_ ? kMostArcLine : kMostHeader;
    for (std::size_t size = 1U << 10U;; size *= 2) {
        const bool more = ensure(std::min(size, most));
        const auto text = view().substr(0, most);
        if (arc_) {
            if (const auto line = text.find('\n'); line != std::string_view::npos) return line + 1;
        } else if (const auto end = end_of_header(text)) {
            return end;
        }
        if (!more || size >= most) return std::nullopt;
    }
}

Record RecordReader::broken(Record record, std::string problem) {
    // What comes of this record's damage is told with it.
    if (damage_ && view().empty()) problem = *std::exchange(damage_, std::nullopt);
    record.problem = std::move(problem);
    return record;
}

Record RecordReader::read_record(std::uint64_t offset) {
    Record record;
    record.offset = offset;
    const auto size = header_size();
    if (!size) {
        const bool cut_off = view().size() < kMostArcLine;
        consume(1);  // or it would be found again
        go_to_next_record();
        return broken(std::move(record),
                      cut_off ? "the record is cut off within its header"
                              : fmt::format("the record's header is longer than {} bytes",
                                            arc_ ? kMostArcLine : kMostHeader));
    }
    const std::string_view header = view().substr(0, *size);
    record.fields = arc_ ? read_arc_line(header).value_or(Fields()) : Fields(header);
    const auto length = number(record.fields.get("Content-Length"));
    if (!length) {
        consume(*size - 1);
        go_to_next_record();
        return broken(std::move(record), "the record does not say how long it is");
    }
    record.length = *length;
    consume(*size);
    return read_block(std::move(record));
}

// Whether a record may end here: another one, a member, or nothing follows.
bool RecordReader::fits(std::size_t end) {
    for (std::size_t at = end; at < end + kMostBlank; ++at) {
        if (!ensure(at + 1) || (at > 0 && member_at(at))) return true;
        if (!is_blank(view()[at])) return record_at(at);
    }
    return true;
}

// The block ends before its length is reached.
Record RecordReader::cut(Record record) {
    // A length that is wrong must not cost the records behind it.
    const auto found = find_record(0, view().size());
    record.block = view().substr(0, std::min(found.value_or(view().size()), most_));
    if (found) {
        consume(*found);
        record.problem = "the record is cut off, or its length is wrong";
        return record;
    }
    consume(view().size());
    return broken(std::move(record), "the record is cut off");
}

Record RecordReader::read_block(Record record) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(record.length, most_));
    const bool enough = ensure(most);
    for (const Mark& member : members_) {
        // Members may end anywhere, but a new record in the midst of this one ends it.
        if (member.position <= position_ || member.position >= position_ + most) continue;
        const auto index = static_cast<std::size_t>(member.position - position_);
        if (index >= view().size() || !record_at(index)) continue;
        record.block = view().substr(0, index);
        consume(index);
        record.problem = "the record is cut off, or its length is wrong";
        return record;
    }
    if (!enough) return cut(std::move(record));
    if (record.length > most) {
        record.whole = false;
        record.block = view().substr(0, most);
        consume(most);
        if (!skip_rest(record.length - most))
            return broken(std::move(record), "the record is cut off");
        return record;
    }
    if (!fits(most)) {
        if (const auto found = find_record(0, most)) {
            record.block = view().substr(0, *found);
            consume(*found);
            record.problem = "the length of the record is wrong";
            return record;
        }
    }
    record.block = view().substr(0, most);
    consume(most);
    return record;
}

// Nothing of a block this long is used; so if a record begins within it, its length may be a lie.
bool RecordReader::skip_rest(std::uint64_t size) {
    while (size > 0) {
        if (!ensure(1)) return false;
        ensure(static_cast<std::size_t>(std::min<std::uint64_t>(size, kLooked)));
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(size, view().size()));
        if (const auto found = find_record(0, part)) {
            consume(*found);
            return true;
        }
        consume(part);
        size -= part;
    }
    return true;
}

}  // namespace feedarc::unpack
