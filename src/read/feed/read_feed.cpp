#include "read/feed/formats.hpp"
#include "read/readers.hpp"

namespace feedarc::read {

Page read_feed(const Snapshot& snapshot, const ReadLimits& limits) {
    const std::size_t begin = snapshot.bytes.find_first_not_of(" \t\r\n\f");
    const bool is_json = begin != std::string::npos && snapshot.bytes[begin] == '{';
    return is_json ? read_json_feed(snapshot, limits) : read_xml_feed(snapshot, limits);
}

}  // namespace feedarc::read
