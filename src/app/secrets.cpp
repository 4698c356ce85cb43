#include "app/secrets.hpp"

#include <feedarc/error.hpp>

#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::app {
namespace {

constexpr std::size_t kLargestSecret = 16U << 10U;
// Shorter values are no secrets, and stand in many texts.
constexpr std::size_t kShortestSecret = 6;
constexpr std::string_view kBetween = " ;,=";  // `Bearer TOKEN`, `a=SECRET; b=SECRET`

void mask(std::string& text, std::string_view secret) {
    if (secret.size() < kShortestSecret) return;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
        text.replace(at, secret.size(), "***");
    }
}

std::string value_of(const ConfiguredHeader& header, const Environment& environment) {
    switch (header.from) {
        case ConfiguredHeader::From::text: return header.value;
        case ConfiguredHeader::From::file: {
            std::string text = base::read_file(header.value, kLargestSecret);
            text.erase(text.find_last_not_of(" \t\r\n") + 1);
            return text;
        }
        case ConfiguredHeader::From::environment: break;
    }
    auto value = environment ? environment(header.value.c_str()) : std::nullopt;
    if (!value) {
        throw Error(ErrorCode::input,
                    fmt::format("the variable {} is not in the environment", header.value));
    }
    return std::move(*value);
}

}  // namespace

std::vector<capture::HeaderField> resolve_headers(const ConfiguredSource& source,
                                                  const Environment& environment) {
    std::vector<capture::HeaderField> fields;
    for (const ConfiguredHeader& header : source.capture.headers) {
        try {
            std::string value = value_of(header, environment);
            const bool one_line = std::none_of(value.begin(), value.end(), [](char byte) {
                return (static_cast<unsigned char>(byte) < ' ' && byte != '\t') || byte == '\x7f';
            });
            if (!one_line) throw Error(ErrorCode::input, "its value is more than one line of text");
            fields.push_back({header.name, std::move(value)});
        } catch (const Error& error) {
            throw Error(ErrorCode::input,
                        fmt::format("{}: header {}: {}", source.name, header.name, error.what()));
        }
    }
    return fields;
}

std::string masked(std::string text, const std::vector<capture::HeaderField>& headers) {
    for (const capture::HeaderField& header : headers) {
        mask(text, header.value);
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const std::string_view part = rest.substr(0, rest.find_first_of(kBetween));
            mask(text, part);
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        }
    }
    return text;
}

}  // namespace feedarc::app
