#include "read/html/gumbo_arena.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>
#include <gumbo.h>

#include <cstdlib>
#include <new>
#include <utility>

namespace feedarc::read {
namespace {

constexpr std::size_t kBlockBytes = 1U << 20;
// What is larger gets a block of its own, so that at most a quarter of a block is lost at its end.
constexpr std::size_t kLargeBytes = kBlockBytes / 4;
// Kept for the next page; what a page needed beyond it goes back.
constexpr std::size_t kKeptBlocks = 8;
// Gumbo's own bound: it asserts that it loops fewer than 10^9 times, and keeps positions in 32
// bits.
constexpr std::size_t kMostPageBytes = 256U << 20;

}  // namespace

GumboArena::~GumboArena() {
    release(blocks_);
    release(large_);
}

void GumboArena::release(Block*& blocks) noexcept {
    while (blocks != nullptr) std::free(std::exchange(blocks, blocks->next));  // NOLINT
}

void GumboArena::reset() noexcept {
    release(large_);
    Block* last = blocks_;
    for (std::size_t kept = 1; last != nullptr && kept < kKeptBlocks; ++kept) last = last->next;
    if (last != nullptr) release(last->next);
    current_ = nullptr;
    next_ = end_ = newest_ = nullptr;
    allocations_ = reserved_ = 0;
}

const GumboInternalNode* GumboArena::parse(std::string_view html, const ReadLimits& limits) {
    if (html.size() > kMostPageBytes) {
        throw Error(ErrorCode::limit, fmt::format("page-size: more than {} bytes", kMostPageBytes));
    }
    reset();
    max_bytes_ = limits.parse_bytes;
    max_allocations_ = limits.parse_allocations;
    time_ = base::TimeLimit(limits.parse_time);
    refusal_ = Refusal::none;
    const GumboInternalNode* document = parse_or_jump(html);
    if (document != nullptr) return document;

    const Refusal refusal = refusal_;
    reset();
    switch (refusal) {
        case Refusal::bytes:
            throw Error(ErrorCode::limit,
                        fmt::format("parse-memory: the page needs more than {} bytes to parse",
                                    max_bytes_));
        case Refusal::allocations:
            throw Error(ErrorCode::limit,
                        fmt::format("parse-memory: the page needs more than {} pieces of memory to "
                                    "parse",
                                    max_allocations_));
        case Refusal::time:
            throw Error(ErrorCode::limit,
                        fmt::format("parse-time: the page takes longer than {} ms to parse",
                                    limits.parse_time.count()));
        case Refusal::none:
        case Refusal::no_memory: break;
    }
    throw std::bad_alloc();
}

// Nothing with a destructor may live in this function, nor in those that Gumbo calls back.
const GumboInternalNode* GumboArena::parse_or_jump(std::string_view html) noexcept {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = this;
    options.max_errors = 0;  // each recorded error copies the stack of open elements
    if (setjmp(leave_) != 0) return nullptr;  // NOLINT(cert-err52-cpp): only C frames in between
    return gumbo_parse_with_options(&options, html.data(), html.size())->document;
}

void GumboArena::refuse(Refusal refusal) noexcept {
    refusal_ = refusal;
    std::longjmp(leave_, 1);  // NOLINT(cert-err52-cpp): only C frames in between
}

void* GumboArena::allocate(void* arena, std::size_t bytes) noexcept {
    auto& self = *static_cast<GumboArena*>(arena);
    constexpr std::size_t kStep = alignof(std::max_align_t);
    bytes = (bytes + kStep - 1) / kStep * kStep;
    // Gumbo's slowest steps take about a millisecond between two allocations: each 16th is often
    // enough.
    if ((++self.allocations_ & 15U) == 0) self.check_time();
    if (bytes > static_cast<std::size_t>(self.end_ - self.next_)) {
        if (bytes > kLargeBytes) return self.large_block(bytes);
        self.next_ = self.next_block();
        self.end_ = self.next_ + kBlockBytes;
    }
    self.newest_ = std::exchange(self.next_, self.next_ + bytes);
    return self.newest_;
}

// Only what is cheap to give back: the newest allocation, as a growing buffer often is, and one of
// the two newest large ones, which a buffer that doubles leaves behind.
void GumboArena::deallocate(void* arena, void* memory) noexcept {
    auto& self = *static_cast<GumboArena*>(arena);
    if (memory == nullptr) return;
    if (memory == self.newest_) {
        self.next_ = std::exchange(self.newest_, nullptr);
        return;
    }
    Block** link = &self.large_;
    for (int tried = 0; *link != nullptr && tried < 2; ++tried, link = &(*link)->next) {
        if (memory != *link + 1) continue;
        self.reserved_ -= (*link)->bytes;
        std::free(std::exchange(*link, (*link)->next));  // NOLINT(cppcoreguidelines-no-malloc)
        return;
    }
}

char* GumboArena::next_block() noexcept {
    Block** place = current_ == nullptr ? &blocks_ : &current_->next;
    if (*place == nullptr) {
        *place = reserve(kBlockBytes);
    } else {
        // Counted as if it were new, so that a verdict does not depend on the pages before.
        reserved_ += kBlockBytes;
        if (reserved_ > max_bytes_) refuse(Refusal::bytes);
    }
    current_ = *place;
    return reinterpret_cast<char*>(current_ +
                                   1);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

void* GumboArena::large_block(std::size_t bytes) noexcept {
    Block* block = reserve(bytes);
    block->next = std::exchange(large_, block);
    return block + 1;
}

GumboArena::Block* GumboArena::reserve(std::size_t bytes) noexcept {
    reserved_ += bytes;
    if (reserved_ > max_bytes_ || bytes > max_bytes_) refuse(Refusal::bytes);
    void* memory = std::malloc(sizeof(Block) + bytes);  // NOLINT: Gumbo asks in C
    if (memory == nullptr) refuse(Refusal::no_memory);
    return new (memory) Block{nullptr, bytes};
}

void GumboArena::check_time() noexcept {
    if (allocations_ > max_allocations_) refuse(Refusal::allocations);
    if (time_.is_over()) refuse(Refusal::time);
}

}  // namespace feedarc::read
