#include "unpack/warc/http_message.hpp"

#include <algorithm>
#include <charconv>

namespace feedarc::unpack {
namespace {

constexpr std::size_t kMostHead = 64U << 10U;

// The size of the chunk whose line begins here; moves `body` behind the line.
std::optional<std::size_t> chunk_size(std::string_view& body) {
    const auto end = body.substr(0, 1024).find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = trimmed(body.substr(0, end));
    line = trimmed(line.substr(0, line.find(';')));
    std::size_t size = 0;
    const auto [last, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (line.empty() || error != std::errc() || last != line.data() + line.size()) {
        return std::nullopt;
    }
    body.remove_prefix(end + 1);
    return size;
}

bool skip_line_end(std::string_view& body) {
    const std::size_t size = body.starts_with("\r\n") ? 2 : body.starts_with("\n") ? 1 : 0;
    body.remove_prefix(size);
    return size > 0;
}

}  // namespace

std::optional<HttpHead> read_http_head(std::string_view message) {
    if (!message.starts_with("HTTP/")) return std::nullopt;
    HttpHead head;
    const std::string_view begin = message.substr(0, kMostHead);
    // A response without a body may end with its last field.
    const auto end = end_of_header(begin);
    if (!end && message.size() >= kMostHead) return std::nullopt;
    head.size = end.value_or(message.size());
    const std::string_view text = begin.substr(0, head.size);
    const auto line_end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, line_end);
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view code = trimmed(line.substr(space)).substr(0, 3);
    const auto [last, error] = std::from_chars(code.data(), code.data() + code.size(), head.status);
    if (code.size() != 3 || error != std::errc() || last != code.data() + 3) return std::nullopt;
    head.fields = Fields(text.substr(std::min(line_end + 1, text.size())));
    return head;
}

std::string dechunked(std::string_view body, std::vector<std::string>& warnings) {
    const std::string_view whole = body;
    std::string result;
    const auto wrong = [&](const char* what) {
        warnings.emplace_back(what);
        return std::move(result);
    };
    for (bool first = true;; first = false) {
        if (!first && body.empty()) return wrong("the last chunk is missing");
        const std::string_view before = body;
        const auto size = chunk_size(body);
        if (!size) {
            if (first) return std::string(whole);
            result += before;
            return wrong("a chunk has no size; what follows was taken as it is");
        }
        if (*size == 0) return result;
        if (*size > body.size()) {
            warnings.emplace_back("a chunk is cut off, or its size is wrong");
            return result.append(body);
        }
        result += body.substr(0, *size);
        body.remove_prefix(*size);
        if (!body.empty() && !skip_line_end(body)) {
            result += body;
            return wrong("the size of a chunk is wrong; what follows was taken as it is");
        }
    }
}

}  // namespace feedarc::unpack
