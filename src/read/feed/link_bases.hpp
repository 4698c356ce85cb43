#pragma once

#include <pugixml.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace feedarc::read {

/// What the relative links of a feed refer to (XML Base).
class LinkBases {
public:
    /// `outer` is what they refer to where no `xml:base` says otherwise; it may be empty.
    explicit LinkBases(std::string outer) : outer_(std::move(outer)) {}

    /// The `xml:base` of an element or the nearest around it, resolved against those outside of it.
    [[nodiscard]] std::string at(pugi::xml_node element) { return at(element, 0); }

private:
    [[nodiscard]] std::string at(pugi::xml_node element, int depth);

    std::string outer_;
    std::unordered_map<std::size_t, std::string> known_;  // by the element's hash_value()
    std::size_t kept_bytes_ = 0;
};

}  // namespace feedarc::read
