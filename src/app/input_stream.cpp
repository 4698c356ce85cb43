#include "app/input_stream.hpp"

#include "unpack/member_stream.hpp"

#include <memory>
#include <unistd.h>
#include <utility>

namespace feedarc::app {

namespace {

bool is_standard_input(const Input& input) {
    return !input.open && input.path == "-";
}

base::ByteSource source_of(const Input& input) {
    if (input.open) return input.open();
    if (is_standard_input(input)) return base::descriptor_source(STDIN_FILENO, "standard input");
    return base::open_source(input.path);
}

}  // namespace

InputStream::InputStream(const Input& input)
    : source_(source_of(input)), name_(is_standard_input(input) ? "standard input" : input.path) {
    if (!is_standard_input(input)) size_ = input.size;
}

std::string_view InputStream::head(std::size_t size) {
    while (head_.size() < size) {
        const std::size_t before = head_.size();
        head_.resize(size);
        const std::size_t got = source_(head_.data() + before, size - before);
        head_.resize(before + got);
        if (got == 0) break;
    }
    return head_;
}

bool InputStream::is_web_archive() {
    return unpack::begins_web_archive(head(unpack::head_needed(head(unpack::kHead))));
}

std::string InputStream::whole(std::size_t limit) && {
    return base::read_rest(std::move(head_), source_, name_, limit, size_);
}

base::ByteSource InputStream::stream() && {
    struct State {
        base::ByteSource source;
        std::string head;
        std::size_t at = 0;
    };
    auto state = std::make_shared<State>(State{std::move(source_), std::move(head_), 0});
    return [state](char* to, std::size_t size) {
        if (state->at == state->head.size()) return state->source(to, size);
        const std::size_t used = state->head.copy(to, size, state->at);
        state->at += used;
        return used;
    };
}

}  // namespace feedarc::app
