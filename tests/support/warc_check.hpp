#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// A record of a WARC file as it stands there; names of fields in lower case.
struct PlainRecord {
    std::map<std::string, std::string> fields;
    std::string block;

    [[nodiscard]] std::string field(const std::string& name) const;
};

struct CheckedWarc {
    std::vector<PlainRecord> records;
    std::vector<std::string> problems;  ///< each begins with the number of the record, from 1
};

/// Takes a file that is not packed apart by the letter of ISO 28500:2017, and names what it does
/// not allow. Written apart from the reader and the writer that it checks.
[[nodiscard]] CheckedWarc check_warc(std::string_view bytes);

}  // namespace feedarc::test
