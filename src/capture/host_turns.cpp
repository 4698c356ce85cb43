#include "capture/host_turns.hpp"

#include <feedarc/error.hpp>
#include <feedarc/hash.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace feedarc::capture {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPoll{10};
constexpr std::uint64_t kHosts = 1U << 16U;
constexpr off_t kSlot = 8;  // bytes: when the last turn of a host ended
constexpr off_t kSources = off_t{1} << 40;

std::uint64_t hash_of_name(std::string_view name) {
    std::uint64_t hash = 0;
    const Hash128 whole = FieldHash().add(name).finish();
    std::memcpy(&hash, whole.bytes.data(), sizeof hash);
    return hash;
}

milliseconds wall_clock() {
    return std::chrono::duration_cast<milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

base::FileDescriptor open_file(const std::string& path) {
    base::FileDescriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) throw Error(ErrorCode::io, fmt::format("{}: {}", path, reason(errno)));
    return file;
}

// Locks of open file descriptions: a thread with a description of its own excludes the others too.
bool lock_range(const base::FileDescriptor& file, const std::string& path, off_t at, off_t size) {
    struct flock range {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = at;
    range.l_len = size;
    if (::fcntl(file.get(), F_OFD_SETLK, &range) == 0) return true;
    if (errno == EAGAIN || errno == EACCES || errno == EINTR) return false;
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, reason(errno)));
}

}  // namespace

// The turns of one process where there is no file, by the same slots.
struct LocalTurns {
    std::mutex mutex;
    std::map<off_t, milliseconds> ended;
    std::map<off_t, bool> taken;
};

struct HostTurns::Turn::State {
    base::FileDescriptor file;  // its lock goes with it
    LocalTurns* local = nullptr;
    off_t slot = 0;
    bool is_host = false;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        const milliseconds now = wall_clock();
        if (local != nullptr) {
            const std::lock_guard lock(local->mutex);
            local->taken[slot] = false;
            if (is_host) local->ended[slot] = now;
        } else if (is_host) {
            const std::int64_t count = now.count();
            // The delay is a courtesy: without a note of it the next request comes at once.
            (void)!::pwrite(file.get(), &count, sizeof count, slot);
        }
    }
};

class HostTurns::Files {
public:
    explicit Files(std::string path) : path_(std::move(path)) {
        if (!path_.empty()) (void)open_file(path_);
    }

    std::unique_ptr<Turn::State> take(off_t slot, off_t size, bool is_host) {
        auto state = std::make_unique<Turn::State>();
        if (path_.empty()) {
            const std::lock_guard lock(local_.mutex);
            if (std::exchange(local_.taken[slot], true)) return nullptr;
            state->local = &local_;
        } else {
            state->file = open_file(path_);
            if (!lock_range(state->file, path_, slot, size)) return nullptr;
        }
        state->slot = slot;
        state->is_host = is_host;
        return state;
    }

    // When the last turn of a host ended; a moment that is far from now was of another clock.
    milliseconds ended(const Turn::State& state) {
        if (state.local != nullptr) {
            const std::lock_guard lock(local_.mutex);
            return local_.ended[state.slot];
        }
        std::int64_t count = 0;
        if (::pread(state.file.get(), &count, sizeof count, state.slot) != sizeof count) return {};
        return milliseconds(count);
    }

private:
    std::string path_;
    LocalTurns local_;
};

HostTurns::HostTurns(std::string path) : files_(std::make_unique<Files>(std::move(path))) {}
HostTurns::~HostTurns() = default;

HostTurns::Turn::Turn(std::unique_ptr<State> state) : state_(std::move(state)) {}
HostTurns::Turn::Turn(Turn&&) noexcept = default;
HostTurns::Turn& HostTurns::Turn::operator=(Turn&&) noexcept = default;
HostTurns::Turn::~Turn() = default;

std::optional<HostTurns::Turn> HostTurns::host(std::string_view name, milliseconds delay,
                                               std::chrono::steady_clock::time_point until,
                                               const std::atomic<int>* stop) {
    using Clock = std::chrono::steady_clock;
    const off_t slot = static_cast<off_t>(hash_of_name(name) % kHosts) * kSlot;
    std::unique_ptr<Turn::State> state;
    for (;;) {
        if (stop != nullptr && *stop != 0) break;
        if (!state) state = files_->take(slot, kSlot, true);
        milliseconds left = kPoll;
        if (state) {
            const milliseconds since = wall_clock() - files_->ended(*state);
            if (since < milliseconds(0) || since >= delay) return Turn(std::move(state));
            left = std::min(delay - since, kPoll);
        }
        if (Clock::now() + left > until) break;
        std::this_thread::sleep_for(left);
    }
    // A turn that was not used does not count.
    if (state) state->is_host = false;
    return std::nullopt;
}

std::optional<HostTurns::Turn> HostTurns::source(std::string_view name) {
    const auto at = kSources + static_cast<off_t>(hash_of_name(name) >> 24U);
    auto state = files_->take(at, 1, false);
    if (!state) return std::nullopt;
    return Turn(std::move(state));
}

}  // namespace feedarc::capture
