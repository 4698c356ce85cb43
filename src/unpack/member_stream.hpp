#pragma once

#include "base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// Unpacks gzip members, zstd frames or plain bytes from a source piece by piece, in bounded memory
/// whatever the size. Damage costs the member it is in: the stream goes on with the next one.
class MemberStream {
public:
    /// `window_log` bounds the window of zstd.
    MemberStream(base::ByteSource source, std::string name, int window_log);
    MemberStream(const MemberStream&) = delete;
    MemberStream& operator=(const MemberStream&) = delete;
    ~MemberStream();

    enum class Event {
        bytes,    ///< a piece of one member; never of two
        damaged,  ///< the member is broken or cut, see problem(); the next event is of a later one
        end,
    };
    /// Throws what the source throws.
    [[nodiscard]] Event next();

    [[nodiscard]] std::string_view bytes() const noexcept { return piece_; }
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// The piece is the first of a member (of all bytes where they are plain).
    [[nodiscard]] bool begins_member() const noexcept { return begins_member_; }
    /// Where the member of the piece or of the damage begins in the source.
    [[nodiscard]] std::uint64_t member_offset() const noexcept { return member_offset_; }

    /// What takes one packing apart; see member_stream.cpp.
    class Codec;

private:
    enum class Packing { unknown, plain, gzip, zstd };

    bool refill();
    bool ensure(std::size_t size);
    void consume(std::size_t size);
    void tell_packing();
    std::string take_dictionary();
    Event plain_piece();
    Event packed_piece();
    bool begin_member();
    bool skip_to_member();
    Event damaged(std::string problem);
    [[nodiscard]] std::string_view rest() const noexcept;

    base::ByteSource source_;
    std::string name_;
    int window_log_;
    Packing packing_ = Packing::unknown;
    std::unique_ptr<Codec> codec_;

    std::string input_;   // read from the source; the part before `at_` is kept for looking back
    std::size_t at_ = 0;  // the first byte that was not used
    std::uint64_t base_ = 0;  // where input_ begins in the source
    bool source_ended_ = false;

    bool in_member_ = false;
    bool first_piece_ = false;
    bool lost_ = false;  // damage was reported, and no later member has been found
    std::string output_;
    std::string_view piece_;
    std::string problem_;
    bool begins_member_ = false;
    std::uint64_t member_offset_ = 0;
};

/// Whether a file that begins with `head` is a WARC or an ARC, packed or not. Of a zstd file the
/// head must hold a block, at most kZstdHead bytes.
[[nodiscard]] bool begins_web_archive(std::string_view head);

/// Enough to see the first bytes of a file that is packed by gzip, or not packed.
inline constexpr std::size_t kHead = 4096;
/// RFC 8878, 3.1.1.2.4: a block is at most 128 KiB; and some headers.
inline constexpr std::size_t kZstdHead = (128U << 10U) + kHead;

/// How many bytes of a file begins_web_archive() needs, by its first ones.
[[nodiscard]] std::size_t head_needed(std::string_view first) noexcept;

}  // namespace feedarc::unpack
