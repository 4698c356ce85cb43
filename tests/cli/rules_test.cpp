#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Printed;
using test::Program;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kConfig = R"([[source]]
name = "boxes"
url = "https://boxes.example/list"
date_order = "dmy"
[source.rules]
record = ".box"
title = "span"
date = "i"
)";

class RulesOnTheCommandLine : public testing::Test {
protected:
    RulesOnTheCommandLine() {
        program_.home.write("page.html",
                            "<!DOCTYPE html><div class=box><span>One</span><i>05/11/2020</i></div>"
                            "<div class=box><span>Two</span><i>06/11/2020</i></div>");
    }

    [[nodiscard]] std::string path(const std::string& name) const {
        return program_.home.path() + "/" + name;
    }
    Printed extract(std::vector<std::string> words) {
        words.insert(words.begin(), "extract");
        words.insert(words.end(), {"--format", "json", path("page.html")});
        return program_.run(words);
    }

    Program program_;
};

std::vector<std::string> fields(const Printed& printed, const char* field) {
    std::vector<std::string> values;
    for (const json& entry : json::parse(printed.out)) {
        values.push_back(entry[field].is_null() ? "" : entry[field].get<std::string>());
    }
    return values;
}

TEST_F(RulesOnTheCommandLine, AreTriedByExtract) {
    const auto printed =
        extract({"--rule", "record=.box", "--rule=title=span", "--rule", "date=./i"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_THAT(fields(printed, "title"), ElementsAre("One", "Two"));
    EXPECT_THAT(fields(printed, "published"), ElementsAre("", ""));
    EXPECT_THAT(printed.err, HasSubstr("rule date: \"./i\" matches in 2 of 2 records what is no "
                                       "date: \"05/11/2020\""));
    const auto dated = extract({"--rule", "record=.box", "--rule", "title=span", "--rule", "date=i",
                                "--rule", "date-order=mdy"});
    EXPECT_THAT(fields(dated, "published"), ElementsAre("2020-05-11", "2020-06-11"));
    EXPECT_THAT(dated.err, IsEmpty());
}

TEST_F(RulesOnTheCommandLine, ThatMatchNothingGiveNoEntriesAndAreNamed) {
    const auto printed = extract({"--rule", "record=.bx"});
    EXPECT_EQ(printed.status, 0);
    EXPECT_EQ(json::parse(printed.out), json::array());
    EXPECT_THAT(printed.err, HasSubstr("rule record: \".bx\" matches nothing on this page"));
}

TEST_F(RulesOnTheCommandLine, AreRefusedWhereTheyAreNone) {
    const auto selector = extract({"--rule", "title=h2 >"});
    EXPECT_EQ(selector.status, 2);
    EXPECT_EQ(selector.err,
              "feedarc: --rule: title: \"h2 >\" is no CSS selector: an element must follow '>' (at "
              "character 5)\n");
    const auto field = extract({"--rule", "titel=h2"});
    EXPECT_EQ(field.status, 2);
    EXPECT_THAT(field.err, HasSubstr("did you mean 'title'?"));
    const auto sign = extract({"--rule", "h2"});
    EXPECT_EQ(sign.status, 2);
    EXPECT_THAT(sign.err, HasSubstr("'h2' is not FIELD=SELECTOR"));
}

TEST_F(RulesOnTheCommandLine, OfTheConfigurationAreThoseOfTheUrl) {
    program_.home.write(".config/feedarc/config.toml", kConfig);
    const std::vector<std::string> url{"--url", "https://boxes.example/list"};
    const auto configured = extract(url);
    EXPECT_THAT(fields(configured, "title"), ElementsAre("One", "Two"));
    EXPECT_THAT(fields(configured, "published"), ElementsAre("2020-11-05", "2020-11-06"));
    const auto over = extract({"--url", url[1], "--rule", "date-order=mdy"});
    EXPECT_THAT(fields(over, "published"), ElementsAre("2020-05-11", "2020-06-11"));
    EXPECT_THAT(fields(extract({"--url", "https://boxes.example/other"}), "title"), IsEmpty());
    EXPECT_THAT(fields(extract({}), "title"), IsEmpty());
}

TEST_F(RulesOnTheCommandLine, AreFoundByTheAddressThatThePageNames) {
    program_.home.write(".config/feedarc/config.toml", kConfig);
    program_.home.write("page.html",
                        "<!DOCTYPE html><link rel=canonical href=https://boxes.example/list>"
                        "<div class=box><span>One</span></div>");
    EXPECT_THAT(fields(extract({}), "title"), ElementsAre("One"));
}

TEST_F(RulesOnTheCommandLine, AreExplained) {
    const auto printed = program_.run({"extract", "--explain", "--rule", "record=.box", "--rule",
                                       "title=span", "--rule", "date=b", path("page.html")});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_THAT(printed.out, HasSubstr("rule record: 2 matches, .box"));
    EXPECT_THAT(printed.out, HasSubstr("rule title: 2 matches in 2 of 2 records, span"));
    EXPECT_THAT(printed.out, HasSubstr("rule date: 0 matches in 0 of 2 records, b"));
}

TEST_F(RulesOnTheCommandLine, AreIngestedBy) {
    program_.home.write(".config/feedarc/config.toml", kConfig);
    const auto ingested = program_.run(
        {"ingest", "--source", "boxes", "--captured-at", "2026-01-01", path("page.html")});
    EXPECT_EQ(ingested.status, 0) << ingested.err;
    const auto list = program_.run({"list", "--format", "json", "--sort", "title"});
    EXPECT_THAT(fields(list, "title"), ElementsAre("One", "Two"));
    EXPECT_THAT(fields(list, "published"), ElementsAre("2020-11-05", "2020-11-06"));
}

TEST_F(RulesOnTheCommandLine, AreCheckedInTheConfiguration) {
    program_.home.write(".config/feedarc/config.toml",
                        "[[source]]\nname = \"a\"\n[source.rules]\nrecord = \"li:frist-child\"\n");
    const auto printed = program_.run({"config", "check"});
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.err,
                HasSubstr("config.toml:4: source[1].rules.record: \"li:frist-child\" is no CSS "
                          "selector: ':frist-child' is not known; did you mean ':first-child'? "
                          "(at character 3)"));
    EXPECT_EQ(extract({}).status, 2);
}

}  // namespace
}  // namespace feedarc
