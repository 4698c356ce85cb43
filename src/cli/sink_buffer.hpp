#pragma once

#include "base/byte_sink.hpp"

#include <ostream>
#include <streambuf>

namespace feedarc::cli {

/// A stream buffer that hands all to a sink at once.
class SinkBuffer final : public std::streambuf {
public:
    explicit SinkBuffer(const base::ByteSink& sink) : sink_(sink) {}

protected:
    int_type overflow(int_type character) override {
        if (traits_type::eq_int_type(character, traits_type::eof())) return 0;
        const char byte = traits_type::to_char_type(character);
        sink_({&byte, 1});
        return character;
    }
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        sink_({text, static_cast<std::size_t>(size)});
        return size;
    }

private:
    const base::ByteSink& sink_;
};

}  // namespace feedarc::cli
