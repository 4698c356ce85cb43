#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <streambuf>
#include <utility>

namespace feedarc::cli {

/// Thrown when the reader of a pipe has gone: no error, there is just no more to do.
struct PipeClosed {};

/// A stream buffer over a file descriptor that says why a write failed: PipeClosed, or Error(io).
/// What is written between two flushes goes out in one write(2) where it fits into the buffer.
/// For use with a stream whose `exceptions()` has badbit, so that the exception arrives.
class DescriptorBuffer final : public std::streambuf {
public:
    explicit DescriptorBuffer(int descriptor);

    /// Calls it once, before the first byte goes out. It may redirect() that.
    void before_output(std::function<void()> call) { before_output_ = std::move(call); }
    /// What is written from now on goes to another descriptor, which stays the caller's.
    void redirect(int descriptor) { descriptor_ = descriptor; }

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize size) override;
    int sync() override;

private:
    void write_out(const char* text, std::size_t size);
    void flush_buffer();

    int descriptor_;
    std::function<void()> before_output_;
    std::array<char, 64U << 10U> buffer_;
};

}  // namespace feedarc::cli
