#include "archive/sqlite/presence_tail.hpp"

#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/damage.hpp"

#include <cstdint>
#include <vector>

namespace feedarc::sqlite {
namespace {

constexpr const char* kTail = "the tail of a watched page";

// How many numbers stand for one state.
constexpr std::size_t kStep = 3;

Health health_of(std::int64_t number) {
    if (number < 0 || number > static_cast<std::int64_t>(Health::redesign)) throw damaged(kTail);
    return static_cast<Health>(number);
}

}  // namespace

std::string write_presence_tail(const PresenceTail& tail) {
    std::vector<std::int64_t> numbers;
    if (!tail.states.empty()) numbers.push_back(static_cast<std::int64_t>(tail.settled));
    for (const PresenceTail::Span& state : tail.states) {
        numbers.insert(numbers.end(),
                       {state.first, state.last, static_cast<std::int64_t>(state.health)});
    }
    return write_content_list(numbers);
}

PresenceTail read_presence_tail(std::string_view json) {
    const std::vector<std::int64_t> numbers = read_content_list(json);
    PresenceTail tail;
    if (numbers.empty()) return tail;
    for (std::size_t at = 1; at + kStep <= numbers.size(); at += kStep) {
        tail.states.push_back({numbers[at], numbers[at + 1], health_of(numbers[at + 2])});
    }
    const bool fits = numbers.size() == 1 + kStep * tail.states.size() && numbers[0] >= 0 &&
                      static_cast<std::size_t>(numbers[0]) <= tail.states.size();
    if (!fits) throw damaged(kTail);
    tail.settled = static_cast<std::size_t>(numbers[0]);
    return tail;
}

}  // namespace feedarc::sqlite
