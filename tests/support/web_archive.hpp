#pragma once

#include <string>
#include <string_view>

namespace feedarc::test {

/// One WARC record; `fields` are further lines, each with its CR LF.
[[nodiscard]] std::string warc_record(std::string_view type, std::string_view url,
                                      std::string_view date, std::string_view block,
                                      std::string_view fields = "");

/// A response record for a page.
[[nodiscard]] std::string warc_response(std::string_view url, std::string_view date,
                                        std::string_view body, std::string_view http_fields = "",
                                        std::string_view fields = "");

/// A gzip member.
[[nodiscard]] std::string gzipped(std::string_view bytes);

/// A listing page with so many entries, whose titles begin with `word`.
[[nodiscard]] std::string listing_page(std::string_view word, int entries = 5);

}  // namespace feedarc::test
