#pragma once

#include <feedarc/read.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace feedarc::test {

inline Page read_html(std::string html, std::string url = "https://site.example/blog/") {
    Snapshot snapshot;
    snapshot.bytes = std::move(html);
    snapshot.url = std::move(url);
    return read_page(snapshot, Form::html);
}

// A page of three entries; the first has `inside` behind its title.
inline std::string page_with(std::string_view inside) {
    constexpr std::string_view kEntry =
        R"(<article class="post"><h2><a href="/p/{0}">The title of entry number {0}</a></h2>{1}</article>)";
    return "<!DOCTYPE html><main>" + fmt::format(fmt::runtime(kEntry), 1, inside) +
           fmt::format(fmt::runtime(kEntry), 2, "<p>The second one has a text of its own.</p>") +
           fmt::format(fmt::runtime(kEntry), 3, "<p>And so has the third, as one expects.</p>") +
           "</main>";
}

inline Entry first_entry(std::string_view inside) {
    const Page page = read_html(page_with(inside));
    EXPECT_EQ(page.entries.size(), 3U);
    return page.entries.empty() ? Entry{} : page.entries.front();
}

// Three entries; `{0}` in `block` is the number of each.
inline Page page_of(std::string_view block, std::string_view around = "<main>{}</main>") {
    std::string blocks;
    for (int number = 1; number <= 4; ++number) blocks += fmt::format(fmt::runtime(block), number);
    return read_html("<!DOCTYPE html>" + fmt::format(fmt::runtime(around), blocks));
}

/// The first of the four entries that such a page should give.
inline Entry first_of(const Page& page) {
    EXPECT_EQ(page.entries.size(), 4U);
    return page.entries.empty() ? Entry{} : page.entries.front();
}

/// What the first entry shows with some HTML in it.
struct HtmlCase {
    const char* name;
    const char* html;
    const char* expected;
};

inline std::string name_of(const ::testing::TestParamInfo<HtmlCase>& tested) {
    return tested.param.name;
}

}  // namespace feedarc::test
