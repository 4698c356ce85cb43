#include "unpack/member_stream.hpp"

#include "base/c_handle.hpp"
#include "unpack/codecs.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <new>
#include <utility>

namespace feedarc::unpack {

using namespace std::literals;

/// Takes one member or frame after the other apart.
class MemberStream::Codec {
public:
    enum class Status { more, member_ended, damaged };
    struct Step {
        Status status;
        std::size_t used, made;
    };

    Codec() = default;
    Codec(const Codec&) = delete;
    Codec& operator=(const Codec&) = delete;
    virtual ~Codec() = default;

    virtual void begin() = 0;
    virtual Step step(std::string_view in, std::string& out) = 0;
    [[nodiscard]] virtual std::string reason() const = 0;
};

namespace {

constexpr std::size_t kChunk = 64U << 10U;
// Damage shows at most a few kilobytes behind the place where bytes are missing; the member that
// follows is looked for from here on, so that it is not lost with them.
constexpr std::size_t kLookBack = 256U << 10U;
// Writers use those of `zstd --train`, 110 kB unless told otherwise.
constexpr std::size_t kMostDictionary = 8U << 20U;
// The format of WARC files packed by zstd (IIPC, 1.0) puts the dictionary of all frames in a
// skippable frame of this magic before them, packed or not.
constexpr auto kDictionaryMagic = "\x5d\x2a\x4d\x18"sv;
constexpr std::size_t kSkippableHead = 8;  // RFC 8878, 3.1.2

class Gzip : public MemberStream::Codec {
public:
    Gzip() {
        // zlib.h, inflateInit2: 16 more stand for a gzip wrapper and nothing else.
        if (inflateInit2(&stream_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    ~Gzip() override { inflateEnd(&stream_); }

    void begin() override { inflateReset(&stream_); }

    Step step(std::string_view in, std::string& out) override {
        stream_.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(in.data()));
        stream_.avail_in = static_cast<uInt>(in.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        const int status = inflate(&stream_, Z_NO_FLUSH);
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        const bool fine = status == Z_OK || status == Z_BUF_ERROR;
        return {status == Z_STREAM_END ? Status::member_ended
                : fine                 ? Status::more
                                       : Status::damaged,
                in.size() - stream_.avail_in, out.size() - stream_.avail_out};
    }

    [[nodiscard]] std::string reason() const override {
        return fmt::format("the gzip data is damaged ({})",
                           stream_.msg != nullptr ? stream_.msg : "no detail");
    }

private:
    z_stream stream_{};
};

class Zstd : public MemberStream::Codec {
public:
    explicit Zstd(int window_log) : context_(ZSTD_createDCtx()), window_log_(window_log) {
        if (!context_) throw std::bad_alloc();
        (void)ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window_log);
    }

    void begin() override { (void)ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only); }

    /// For all frames to come; false where it is none.
    [[nodiscard]] bool use_dictionary(std::string_view bytes) {
        if (!bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return load(bytes);
        std::string unpacked(kMostDictionary, '\0');
        const std::size_t size = ZSTD_decompressDCtx(context_.get(), unpacked.data(),
                                                     unpacked.size(), bytes.data(), bytes.size());
        return ZSTD_isError(size) == 0 && load(std::string_view(unpacked).substr(0, size));
    }

    Step step(std::string_view in, std::string& out) override {
        ZSTD_inBuffer from{in.data(), in.size(), 0};
        ZSTD_outBuffer to{out.data(), out.size(), 0};
        const std::size_t result = ZSTD_decompressStream(context_.get(), &to, &from);
        if (ZSTD_isError(result) != 0) {
            error_ = result;
            return {Status::damaged, from.pos, to.pos};
        }
        return {result == 0 ? Status::member_ended : Status::more, from.pos, to.pos};
    }

    [[nodiscard]] std::string reason() const override {
        switch (ZSTD_getErrorCode(error_)) {
            case ZSTD_error_frameParameter_windowTooLarge:
                return fmt::format("needs a zstd window of more than {} MiB (limit unpack-window)",
                                   (std::size_t{1} << window_log_) >> 20U);
            case ZSTD_error_dictionary_wrong:
                return "the zstd data was packed with a dictionary, and is not read; unpack it "
                       "first, with zstd -d -D DICTIONARY";
            default: return fmt::format("the zstd data is damaged ({})", ZSTD_getErrorName(error_));
        }
    }

private:
    bool load(std::string_view dictionary) {
        return ZSTD_isError(ZSTD_DCtx_loadDictionary(context_.get(), dictionary.data(),
                                                     dictionary.size())) == 0;
    }

    CHandle<ZSTD_DCtx, ZSTD_freeDCtx> context_;
    int window_log_;
    std::size_t error_ = 0;
};

}  // namespace

MemberStream::MemberStream(base::ByteSource source, std::string name, int window_log)
    : source_(std::move(source)), name_(std::move(name)), window_log_(window_log) {}

MemberStream::~MemberStream() = default;

std::string_view MemberStream::rest() const noexcept {
    return std::string_view(input_).substr(at_);
}

bool MemberStream::refill() {
    if (source_ended_) return false;
    if (at_ > kLookBack + 4 * kChunk) {
        const std::size_t gone = at_ - kLookBack;
        input_.erase(0, gone);
        at_ -= gone;
        base_ += gone;
    }
    const std::size_t size = input_.size();
    input_.resize(size + kChunk);
    const std::size_t got = source_(input_.data() + size, kChunk);
    input_.resize(size + got);
    source_ended_ = got == 0;
    return got != 0;
}

bool MemberStream::ensure(std::size_t size) {
    while (rest().size() < size && refill()) {
    }
    return rest().size() >= size;
}

void MemberStream::consume(std::size_t size) {
    at_ += size;
}

void MemberStream::tell_packing() {
    ensure(4);
    if (is_gzip(rest())) {
        packing_ = Packing::gzip;
        codec_ = std::make_unique<Gzip>();
    } else if (is_zstd(rest())) {
        packing_ = Packing::zstd;
        auto codec = std::make_unique<Zstd>(window_log_);
        if (const auto dictionary = take_dictionary(); !dictionary.empty()) {
            // Without it every frame says that it is missing.
            (void)codec->use_dictionary(dictionary);
        }
        codec_ = std::move(codec);
    } else {
        packing_ = Packing::plain;
        first_piece_ = true;
        return;
    }
    output_.resize(kChunk);
}

// The dictionary at the beginning; nothing where there is none, it is cut or too large.
std::string MemberStream::take_dictionary() {
    if (!ensure(kSkippableHead) || !rest().starts_with(kDictionaryMagic)) return {};
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        size |= std::size_t{static_cast<unsigned char>(rest()[4 + i])} << 8U * i;
    }
    if (size > kMostDictionary || !ensure(kSkippableHead + size)) return {};
    std::string dictionary(rest().substr(kSkippableHead, size));
    consume(kSkippableHead + size);
    return dictionary;
}

MemberStream::Event MemberStream::next() {
    if (packing_ == Packing::unknown) tell_packing();
    return packing_ == Packing::plain ? plain_piece() : packed_piece();
}

MemberStream::Event MemberStream::plain_piece() {
    if (!ensure(1)) return Event::end;
    output_.assign(rest());
    consume(output_.size());
    piece_ = output_;
    begins_member_ = std::exchange(first_piece_, false);
    return Event::bytes;
}

MemberStream::Event MemberStream::damaged(std::string problem) {
    in_member_ = false;
    problem_ = std::move(problem);
    lost_ = true;
    return Event::damaged;
}

// Between members, zeros are padding. Everything else is damage, reported once.
bool MemberStream::begin_member() {
    for (;;) {
        if (!ensure(4) && rest().empty()) return false;
        const bool begins = packing_ == Packing::gzip ? is_gzip(rest()) : is_zstd(rest());
        if (begins) break;
        if (rest().front() != '\0') return false;
        consume(1);
    }
    member_offset_ = base_ + at_;
    in_member_ = first_piece_ = true;
    codec_->begin();
    return true;
}

// From the byte behind the beginning of the broken member on, as far back as bytes are kept.
bool MemberStream::skip_to_member() {
    const std::string_view magic =
        packing_ == Packing::gzip ? "\x1f\x8b\x08"sv : "\x28\xb5\x2f\xfd"sv;
    const std::uint64_t from = std::max(base_, member_offset_ + 1);
    at_ = std::min(input_.size(), static_cast<std::size_t>(from - base_));
    for (;;) {
        const auto found = rest().find(magic);
        if (found != std::string_view::npos) {
            consume(found);
            return true;
        }
        const std::size_t kept = std::min(rest().size(), magic.size() - 1);
        consume(rest().size() - kept);
        if (!refill()) return false;
    }
}

MemberStream::Event MemberStream::packed_piece() {
    for (;;) {
        if (lost_) {
            lost_ = false;
            if (!skip_to_member()) {
                consume(rest().size());
                return Event::end;
            }
        }
        if (!in_member_ && !begin_member()) {
            if (rest().empty()) return Event::end;
            member_offset_ = base_ + at_;
            return damaged("bytes behind the packed data belong to no member");
        }
        if (rest().empty()) refill();
        output_.resize(kChunk);
        const Codec::Step step = codec_->step(rest(), output_);
        consume(step.used);
        if (step.status == Codec::Status::damaged) return damaged(codec_->reason());
        if (step.status == Codec::Status::member_ended) in_member_ = false;
        if (step.made > 0) {
            piece_ = std::string_view(output_).substr(0, step.made);
            begins_member_ = std::exchange(first_piece_, false);
            return Event::bytes;
        }
        if (in_member_ && rest().empty() && source_ended_) {
            consume(rest().size());
            return damaged("the packed data is cut off");
        }
    }
}

std::size_t head_needed(std::string_view first) noexcept {
    return is_zstd(first) ? kZstdHead : kHead;
}

bool begins_web_archive(std::string_view head) {
    static constexpr auto kWarc = "WARC/"sv;
    static constexpr auto kArc = "filedesc://"sv;
    const auto begins = [](std::string_view bytes) {
        return bytes.starts_with(kWarc) || bytes.starts_with(kArc);
    };
    // The frames cannot be looked into without the dictionary, which may be longer than the head;
    // nothing but a web archive has one there.
    if (head.starts_with(kDictionaryMagic)) return true;
    if (!is_gzip(head) && !is_zstd(head)) return begins(head);
    std::string_view left = head;
    MemberStream stream(
        [&left](char* to, std::size_t size) {
            const std::size_t used = left.copy(to, size);
            left.remove_prefix(used);
            return used;
        },
        "", 25);
    std::string first;
    while (first.size() < kArc.size() && stream.next() == MemberStream::Event::bytes) {
        first += stream.bytes();
    }
    return begins(first);
}

}  // namespace feedarc::unpack
