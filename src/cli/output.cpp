#include "cli/output.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <poll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::cli {

DescriptorBuffer::DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
}

void DescriptorBuffer::write_out(const char* text, std::size_t size) {
    if (before_output_ && size > 0) std::exchange(before_output_, nullptr)();
    while (size > 0) {
        const ssize_t written = ::write(descriptor_, text, size);
        if (written >= 0) {
            text += written;
            size -= static_cast<std::size_t>(written);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN) {
            // Whoever shares the descriptor made it non-blocking.
            pollfd ready{descriptor_, POLLOUT, 0};
            (void)::poll(&ready, 1, -1);
            continue;
        }
        if (errno == EPIPE) throw PipeClosed();
        throw Error(ErrorCode::io,
                    fmt::format("standard output: {}", std::generic_category().message(errno)));
    }
}

void DescriptorBuffer::flush_buffer() {
    const auto size = static_cast<std::size_t>(pptr() - pbase());
    // Emptied first: what could not be written is not tried again.
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    write_out(buffer_.data(), size);
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
    flush_buffer();
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        sputc(traits_type::to_char_type(character));
    }
    return traits_type::not_eof(character);
}

std::streamsize DescriptorBuffer::xsputn(const char* text, std::streamsize size) {
    const auto bytes = static_cast<std::size_t>(size);
    if (size > epptr() - pptr()) flush_buffer();
    if (bytes >= buffer_.size()) {
        write_out(text, bytes);
    } else {
        traits_type::copy(pptr(), text, bytes);
        pbump(static_cast<int>(size));
    }
    return size;
}

int DescriptorBuffer::sync() {
    flush_buffer();
    return 0;
}

}  // namespace feedarc::cli
