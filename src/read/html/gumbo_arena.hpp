#pragma once

#include <feedarc/read.hpp>

#include "base/time_limit.hpp"

#include <chrono>
#include <csetjmp>
#include <cstddef>
#include <string_view>

struct GumboInternalNode;  // GumboNode of <gumbo.h>, which only gumbo_arena.cpp and dom.cpp include

namespace feedarc::read {

/// Gumbo in memory of our own, because Gumbo alone cannot be told "no": it aborts when memory runs
/// out, records errors by the gigabyte, and frees its tree by recursion. Here it gets its memory
/// from blocks that are dropped together, and a page over a limit is left with a longjmp across C
/// frames only.
///
/// The blocks are used again for the next page: a page of 84 kB needs about 1 MB, which then stays
/// in the second-level cache (measured: 41 MB/s instead of 33 MB/s with malloc).
class GumboArena {
public:
    GumboArena() = default;
    GumboArena(const GumboArena&) = delete;
    GumboArena& operator=(const GumboArena&) = delete;
    ~GumboArena();

    /// Parses UTF-8 (ill-formed sequences become U+FFFD) and returns the document node. The tree
    /// lives until the next parse(), and refers to `html`. Throws Error(limit) over `parse_bytes`,
    /// `parse_allocations` or `parse_time`. Time is what check_parse_work() bounds: call it before.
    [[nodiscard]] const GumboInternalNode* parse(std::string_view html, const ReadLimits& limits);

    /// Drops the tree. After a huge page most of the memory goes back to the system.
    void reset() noexcept;

    /// What the last page took.
    [[nodiscard]] std::size_t allocations() const noexcept { return allocations_; }
    [[nodiscard]] std::size_t reserved() const noexcept { return reserved_; }

private:
    enum class Refusal { none, bytes, allocations, time, no_memory };

    // In front of the memory that it describes.
    struct alignas(std::max_align_t) Block {
        Block* next = nullptr;
        std::size_t bytes = 0;
    };

    static void* allocate(void* arena, std::size_t bytes) noexcept;
    static void deallocate(void* arena, void* memory) noexcept;
    const GumboInternalNode* parse_or_jump(std::string_view html) noexcept;
    char* next_block() noexcept;
    void* large_block(std::size_t bytes) noexcept;
    Block* reserve(std::size_t bytes) noexcept;
    void check_time() noexcept;
    [[noreturn]] void refuse(Refusal refusal) noexcept;
    static void release(Block*& blocks) noexcept;

    char* next_ = nullptr;  // free bytes of the block in use
    char* end_ = nullptr;
    char* newest_ = nullptr;  // the newest allocation, which can be given back
    std::size_t allocations_ = 0;
    std::size_t reserved_ = 0;  // by this page

    Block* blocks_ = nullptr;  // of equal size, kept from page to page
    Block* current_ = nullptr;
    Block* large_ = nullptr;  // one for each big allocation, newest first

    std::size_t max_bytes_ = 0;
    std::size_t max_allocations_ = 0;
    base::TimeLimit time_{std::chrono::milliseconds(0)};
    Refusal refusal_ = Refusal::none;
    std::jmp_buf leave_{};
};

}  // namespace feedarc::read
