#include "support/warc_check.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <regex>
#include <set>

namespace feedarc::test {
namespace {

using namespace std::literals;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
    return text;
}

// Takes the text up to `end` off, and `end` itself; nothing where it is not there.
std::optional<std::string> take_until(std::string_view& text, std::string_view end) {
    const auto at = text.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    std::string taken(text.substr(0, at));
    text.remove_prefix(at + end.size());
    return taken;
}

class Checker {
public:
    explicit Checker(std::string_view bytes) : rest_(bytes) {}

    CheckedWarc check() {
        while (!rest_.empty() && checked_.problems.size() < 20) {
            if (!take_record()) break;
            check_record(checked_.records.back());
        }
        if (checked_.records.empty() || checked_.records[0].field("warc-type") != "warcinfo") {
            wrong("the file does not begin with a warcinfo record");
        }
        return std::move(checked_);
    }

private:
    void wrong(const std::string& what) {
        checked_.problems.push_back(std::to_string(checked_.records.size()) + ": " + what);
    }

    // 4: version, named fields, an empty line, the block, two line ends.
    bool take_record() {
        PlainRecord& record = checked_.records.emplace_back();
        if (take_until(rest_, "\r\n") != "WARC/1.1") {
            wrong("no version line");
            return false;
        }
        for (;;) {
            const auto line = take_until(rest_, "\r\n");
            if (!line) {
                wrong("the header does not end");
                return false;
            }
            if (line->empty()) break;
            take_field(record, *line);
        }
        const std::string length = record.field("content-length");
        if (length.empty() || length.find_first_not_of("0123456789") != std::string::npos ||
            std::stoull(length) > rest_.size()) {
            wrong("Content-Length: " + length);
            return false;
        }
        record.block = rest_.substr(0, std::stoull(length));
        rest_.remove_prefix(record.block.size());
        if (!rest_.starts_with("\r\n\r\n")) {
            wrong("the block does not end with two line ends");
            return false;
        }
        rest_.remove_prefix(4);
        return true;
    }

    void take_field(PlainRecord& record, const std::string& line) {
        static const std::regex kField("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([^\\x00-\\x1f\\x7f]*)");
        std::smatch match;
        if (!std::regex_match(line, match, kField)) {
            wrong("no field: " + line);
        } else if (!record.fields.emplace(lower(match[1]), match[2]).second) {
            wrong("twice: " + line);
        }
    }

    // 5: the fields that have to be there, and their forms.
    void check_record(const PlainRecord& record) {
        static const std::regex kId(
            "<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-"
            "[89ab][0-9a-f]{3}-[0-9a-f]{12}>");
        static const std::regex kDate("[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9](:[0-5][0-9]){2}Z");
        static const std::regex kUri("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x3b\\x3d\\x3f-\\x7e]+");
        const std::string id = record.field("warc-record-id");
        if (!std::regex_match(id, kId)) wrong("WARC-Record-ID: " + id);
        if (!ids_.insert(id).second) wrong("its id is that of another record");
        if (!std::regex_match(record.field("warc-date"), kDate)) wrong("no date");
        const std::string type = record.field("warc-type");
        if (!std::set{"warcinfo"s, "response"s, "resource"s, "revisit"s}.contains(type)) {
            wrong("WARC-Type: " + type);
        }
        if (type == "warcinfo") {
            if (record.field("content-type") != "application/warc-fields") wrong("Content-Type");
        } else if (!std::regex_match(record.field("warc-target-uri"), kUri)) {
            wrong("WARC-Target-URI: " + record.field("warc-target-uri"));
        }
        for (const char* digest : {"warc-block-digest", "warc-payload-digest"}) {
            static const std::regex kSha1("sha1:[A-Z2-7]{32}");
            const std::string text = record.field(digest);
            if (!text.empty() && !std::regex_match(text, kSha1)) wrong(digest);
        }
        if (type == "revisit") check_revisit(record);
        if (record.field("content-type").starts_with("application/http")) check_http(record);
    }

    // 6.7.
    void check_revisit(const PlainRecord& record) {
        static const std::set profiles{
            "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"s,
            "http://netpreserve.org/warc/1.1/revisit/server-not-modified"s};
        if (!profiles.contains(record.field("warc-profile"))) wrong("WARC-Profile");
        const bool cut = record.field("warc-profile").ends_with("payload-digest") &&
                         record.field("content-length") != "0";
        if (cut != (record.field("warc-truncated") == "length")) wrong("WARC-Truncated");
        if (record.field("warc-payload-digest").empty()) wrong("no payload digest");
        const auto original =
            std::find_if(checked_.records.begin(), checked_.records.end(), [&](const auto& other) {
                return other.field("warc-record-id") == record.field("warc-refers-to");
            });
        if (original == checked_.records.end() || &*original == &record) {
            wrong("WARC-Refers-To names no record before it");
        } else if (original->field("warc-date") != record.field("warc-refers-to-date") ||
                   original->field("warc-target-uri") !=
                       record.field("warc-refers-to-target-uri") ||
                   original->field("warc-payload-digest") != record.field("warc-payload-digest")) {
            wrong("WARC-Refers-To names another record than the fields beside it");
        }
    }

    // RFC 9112, 4 and 5; and the body is as long as the head says.
    void check_http(const PlainRecord& record) {
        std::string_view body = record.block;
        const auto head = take_until(body, "\r\n\r\n");
        static const std::regex kHead(
            "HTTP/1\\.1 (200 OK|304 Not Modified)"
            "(\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\\x00-\\x1f\\x7f]*)*");
        if (!head || !std::regex_match(*head, kHead)) {
            wrong("no head of a response: " + record.block.substr(0, 200));
            return;
        }
        std::smatch match;
        static const std::regex kCoded("\r\n(content|transfer)-encoding:", std::regex::icase);
        static const std::regex kLength("\r\ncontent-length: ([0-9]+)", std::regex::icase);
        if (std::regex_search(*head, kCoded)) wrong("the body is said to be packed");
        const bool has_length = std::regex_search(*head, match, kLength);
        const bool not_modified = head->starts_with("HTTP/1.1 304");
        if (has_length == not_modified) wrong("Content-Length of HTTP");
        if (record.field("warc-type") == "revisit") {
            if (!body.empty()) wrong("a revisit with a body");
        } else if (has_length && std::stoull(match[1]) != body.size()) {
            wrong("Content-Length of HTTP: " + match[1].str());
        }
    }

    std::string_view rest_;
    CheckedWarc checked_;
    std::set<std::string> ids_;
};

}  // namespace

std::string PlainRecord::field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
}

CheckedWarc check_warc(std::string_view bytes) {
    return Checker(bytes).check();
}

}  // namespace feedarc::test
