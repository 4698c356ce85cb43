#include "app/source_names.hpp"

#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <array>

namespace feedarc::app {

SourceNames::SourceNames(const std::vector<ConfiguredSource>& taken) {
    for (const ConfiguredSource& source : taken) taken_.insert(source.name);
}

std::string SourceNames::take(std::string_view title, const std::string& url) {
    const std::string host = text::host_of(url);
    const std::string slug = text::slug_of(url);
    const std::array<std::string, 3> wishes{text::visible(text::fold_space(title)), host,
                                            slug.empty() ? "" : fmt::format("{}/{}", host, slug)};
    for (const std::string& wish : wishes) {
        if (!wish.empty() && taken_.insert(wish).second) return wish;
    }
    const std::string& first = wishes[0].empty() ? wishes[1] : wishes[0];
    for (int number = 2;; ++number) {
        std::string name = fmt::format("{}-{}", first, number);
        if (taken_.insert(name).second) return name;
    }
}

}  // namespace feedarc::app
