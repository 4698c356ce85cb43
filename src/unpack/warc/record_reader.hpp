#pragma once

#include "unpack/member_stream.hpp"
#include "unpack/warc/fields.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// One record of a WARC, or of an ARC with the same fields.
struct Record {
    /// In the file: of the compressed member where the record begins one, else of the unpacked
    /// bytes.
    std::uint64_t offset = 0;
    std::string problem;  ///< why it could not be read; empty where nothing is wrong
    Fields fields;
    std::string block;         ///< of a record with a problem: what there is of it, if anything
    std::uint64_t length = 0;  ///< of the block
    bool whole = true;         ///< else the block is longer than what was asked for, and cut
};

/// Reads a WARC or ARC file record by record, in memory for one block at most. What is broken costs
/// one record: reading goes on at the next member or the next line that begins a record.
class RecordReader {
public:
    /// Of longer blocks only the first `most` bytes are given.
    RecordReader(base::ByteSource source, std::string name, std::size_t most, int window_log);

    /// The next record, whole or with a problem; nothing at the end. Throws what the source throws.
    [[nodiscard]] std::optional<Record> next();

private:
    struct Mark {
        std::uint64_t position, offset;
    };

    [[nodiscard]] std::string_view view() const noexcept {
        return std::string_view(buffer_).substr(at_);
    }
    bool ensure(std::size_t size);
    void consume(std::size_t size);
    std::uint64_t skip_blank();
    [[nodiscard]] std::optional<std::uint64_t> member_at(std::size_t index) const;

    bool record_at(std::size_t index);
    std::optional<std::size_t> find_record(std::size_t from, std::size_t to);
    void go_to_next_record();
    bool fits(std::size_t end);

    std::optional<std::size_t> header_size();
    Record read_record(std::uint64_t offset);
    Record read_block(Record record);
    Record cut(Record record);
    bool skip_rest(std::uint64_t size);
    Record broken(Record record, std::string problem);

    MemberStream stream_;
    std::size_t most_;
    bool arc_ = false;
    bool began_ = false;

    std::string buffer_;
    std::size_t at_ = 0;
    std::uint64_t position_ = 0;  // of at_, in the unpacked bytes
    std::deque<Mark> members_;    // that begin in the buffer
    bool ended_ = false;
    std::optional<std::string> damage_;  // of the stream, behind what is in the buffer
    std::uint64_t damage_offset_ = 0;
};

}  // namespace feedarc::unpack
