// The program with an allocator that fails: from the start of main on, the N-th allocation of the
// process, or all from there on, get nothing. From the environment:
//
//   ALLOCATION_FAULT  once:N or on:N; allocations are counted from 1
//   ALLOCATION_COUNT  a file of 8 bytes, in which they are counted
//
// The names of malloc(3) defined in the program are those that every library in it uses, libraries
// that are loaded later among them. Memory comes from the C library under its other names.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <new>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

// main() of src/main.cpp, which this program is compiled with.
int program_main(int argc, char** argv);

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

// Set before the program begins, so that nothing here allocates.
struct Fault {
    std::atomic<std::uint64_t> uncounted{0};
    std::atomic<std::uint64_t>* count = nullptr;
    std::uint64_t number = kNever;
    bool goes_on = false;
};

constinit Fault fault;

bool fails() {
    if (fault.count == nullptr) return false;
    const std::uint64_t number = fault.count->fetch_add(1) + 1;
    if (number != fault.number && !(fault.goes_on && number > fault.number)) return false;
    errno = ENOMEM;
    return true;
}

void arm() {
    if (const char* told = std::getenv("ALLOCATION_FAULT"); told != nullptr) {
        const std::string_view text = told;
        fault.goes_on = text.substr(0, 3) == "on:";
        fault.number = std::strtoull(told + text.find(':') + 1, nullptr, 10);
    }
    fault.count = &fault.uncounted;
    if (const char* path = std::getenv("ALLOCATION_COUNT"); path != nullptr) {
        const int file = ::open(path, O_RDWR | O_CLOEXEC);
        void* at =
            ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (at == MAP_FAILED) std::abort();
        ::close(file);
        fault.count = static_cast<std::atomic<std::uint64_t>*>(at);
    }
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) {
    return fails() ? nullptr : __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
    return fails() ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size) {
    return fails() ? nullptr : __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return fails() ? nullptr : __libc_memalign(alignment, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
    return fails() ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
    void* got = fails() ? nullptr : __libc_memalign(alignment, size);
    if (got == nullptr) return ENOMEM;
    *to = got;
    return 0;
}

}  // extern "C"

int main(int argc, char** argv) {
    arm();
    return program_main(argc, argv);
}
