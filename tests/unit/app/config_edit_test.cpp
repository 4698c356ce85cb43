#include "app/config_edit.hpp"

#include <feedarc/error.hpp>

#include "support/dice.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace feedarc::app {
namespace {

using test::Dice;
using test::read_whole_file;
using test::TemporaryFolder;
using ::testing::HasSubstr;

const std::string kPath = "config.toml";
const std::string kHome = "/home/me";

std::string add(const std::string& text, const NewSource& source) {
    return with_sources(text, std::vector{source}, kPath, kHome);
}
std::string set_url(const std::string& text, const std::string& name, const std::string& url) {
    return with_url(text, name, url, kPath, kHome);
}
std::string remove(const std::string& text, const std::string& name) {
    return without_source(text, name, kPath, kHome);
}

template <typename Edit>
void expect_by_hand(const Edit& edit) {
    try {
        (void)edit();
        FAIL() << "was changed";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::usage);
        EXPECT_THAT(error.what(), HasSubstr("edit it by hand"));
    }
}

TEST(ConfigEdit, AddsASourceBehindAllElse) {
    EXPECT_EQ(add("", {"blog", "https://a.example/"}),
              "[[source]]\nname = \"blog\"\nurl = \"https://a.example/\"\n");
    EXPECT_EQ(add("# mine", {"blog", "https://a.example/", "30m", "NLP"}),
              "# mine\n\n[[source]]\nname = \"blog\"\nurl = \"https://a.example/\"\n"
              "every = \"30m\"\ncategory = \"NLP\"\n");
    EXPECT_EQ(add("# mine\r\n", {"blog", "https://a.example/"}),
              "# mine\r\n\r\n[[source]]\r\nname = \"blog\"\r\nurl = \"https://a.example/\"\r\n");
}

TEST(ConfigEdit, EscapesWhatTomlGivesAMeaning) {
    const std::string name = "C:\\ \"論文\" 'x' # [y]";
    const std::string text = add("", {name, "https://a.example/?a=\"b\""});
    const Config config = without_problems(parse_config(text, kPath, kHome));
    ASSERT_EQ(config.sources.size(), 1U);
    EXPECT_EQ(config.sources[0].name, name);
}

TEST(ConfigEdit, SetsAUrlInItsPlace) {
    EXPECT_EQ(set_url("[[source]]\nname='a'\n  url  =  'https://é.example/ü'   # ü, old\n", "a",
                      "https://new.example/"),
              "[[source]]\nname='a'\n  url  =  \"https://new.example/\"   # ü, old\n");
    EXPECT_EQ(set_url("[[source]]\nname = 'a' # its name\n[source.rules]\ntitle = 'h2'\n", "a",
                      "https://new.example/"),
              "[[source]]\nname = 'a' # its name\nurl = \"https://new.example/\"\n"
              "[source.rules]\ntitle = 'h2'\n");
    EXPECT_EQ(set_url("[[source]]\nname = 'a'", "a", "https://new.example/"),
              "[[source]]\nname = 'a'\nurl = \"https://new.example/\"");
    EXPECT_EQ(set_url("source = [{name='a', url='https://a.example'}, {name='b'}]", "a",
                      "https://new.example/"),
              "source = [{name='a', url=\"https://new.example/\"}, {name='b'}]");
}

TEST(ConfigEdit, RemovesTheLinesOfASourceAndKeepsTheCommentsAround) {
    EXPECT_EQ(remove("# head\n[capture]\nevery = '1h'\n\n# of a\n\n[[source]] # a\nname = 'a'\n"
                     "# within\nheaders = { X = '''\ny''' }\n[source.rules]\ntitle = 'h2' # t\n"
                     "# of b\n[[source]]\nname = 'b'\n# tail",
                     "a"),
              "# head\n[capture]\nevery = '1h'\n\n# of a\n# of b\n[[source]]\nname = 'b'\n# tail");
    EXPECT_EQ(remove("\n[[source]]\nname = 'a'", "a"), "");
}

TEST(ConfigEdit, LeavesOddLayoutsToAPerson) {
    expect_by_hand([] { return add("source = [{name='a'}]\n", {"b", "https://b.example/"}); });
    expect_by_hand([] { return remove("source = [{name='a'}, {name='b'}]\n", "a"); });
    expect_by_hand([] { return set_url("source = [{name='a'}]\n", "a", "https://b.example/"); });
    // The table of the rules stands behind that of something else.
    expect_by_hand([] {
        return remove("[[source]]\nname='a'\n[capture]\njobs=2\n[source.rules]\ntitle='h2'\n", "a");
    });
}

TEST(ConfigEdit, ChangesNothingInAFileWithMistakes) {
    for (const auto& edit : {+[] {
                                 return add("nmae = 1\n", {"b", "https://b.example/"});
                             },
                             +[] { return remove("nmae = 1\n[[source]]\nname = 'a'\n", "a"); }}) {
        try {
            (void)edit();
            FAIL() << "was changed";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::usage);
            EXPECT_THAT(error.what(), HasSubstr("config.toml:1: nmae: unknown key"));
        }
    }
}

// A random configuration, as pieces of text; those of sources have odd places.
struct RandomConfig {
    std::vector<std::string> pieces;
    std::vector<std::string> names;

    explicit RandomConfig(Dice& dice) {
        const std::vector<std::string> comments{
            "", "# é comment\n", "# [[source]]\n# name = \"no\"\n", "\n", "\n\n# two\n"};
        const std::vector<std::string> rests{
            "",
            "every = '2h'\n",
            "category = \"a # b\" # c\n",
            "headers = { X-A = '[[source]]', X-B = { env = \"E\" } }\n",
            "date_order = 'dmy'\n\n# inner ü\n[source.rules]\ntitle = \"\"\"\nh2\"\"\"\n",
            "render = '''\n[[source]]\ncat'''\n",
        };
        pieces.push_back(dice.of(comments) +
                         (dice.one_in(2) ? "[capture]\nevery = '3h'\non_new = \"x\"\n" : ""));
        const std::size_t count = 1 + dice.below(4);
        for (std::size_t i = 0; i < count; ++i) {
            names.push_back("source " + std::to_string(i));
            const std::string url = "url = 'https://a.example/ü/" + std::to_string(i) + "'\n";
            const std::string indent = dice.one_in(3) ? "  " : "";
            pieces.push_back(indent + "[[source]]\n" + indent + "name = '" + names.back() + "'\n" +
                             (dice.one_in(3) ? "" : url) + dice.of(rests));
            pieces.push_back(dice.of(comments));
        }
    }

    [[nodiscard]] std::string text_before(std::size_t end) const {
        std::string all;
        for (std::size_t i = 0; i < end; ++i) all += pieces[i];
        return all;
    }
    [[nodiscard]] std::string text() const { return text_before(pieces.size()); }
};

TEST(ConfigEdit, KeepsEveryOtherByteOfRandomConfigurations) {
    Dice dice(20260122);
    for (int round = 0; round < 300; ++round) {
        RandomConfig config(dice);
        const std::string text = config.text();
        SCOPED_TRACE(text);

        const std::string added = add(text, {"new", "https://new.example/", "5m"});
        EXPECT_TRUE(added.starts_with(text));
        EXPECT_EQ(remove(added, "new"), text);

        const std::size_t index = dice.below(config.names.size());
        const std::string& name = config.names[index];
        std::string& block = config.pieces[2 * index + 1];
        const RandomConfig before = config;

        const std::string url = "https://a.example/ü/" + std::to_string(index);
        if (const std::size_t at = block.find("'" + url + "'"); at != std::string::npos) {
            block.replace(at, url.size() + 2, "\"https://new.example/\"");
        } else {
            block.insert(block.find("'\n") + 2, "url = \"https://new.example/\"\n");
        }
        EXPECT_EQ(set_url(text, name, "https://new.example/"), config.text());

        std::string wanted = before.text_before(2 * index + 1);
        if (wanted == "\n" || wanted.ends_with("\n\n")) wanted.pop_back();
        for (std::size_t i = 2 * index + 2; i < before.pieces.size(); ++i) {
            wanted += before.pieces[i];
        }
        EXPECT_EQ(remove(text, name), wanted);
    }
}

TEST(ConfigFile, IsMadeAndChangedOneAtATime) {
    const TemporaryFolder folder;
    const std::string path = folder / "new/config.toml";
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            change_config(path, kHome, std::chrono::seconds(20),
                          [&](const std::string& text, const Config&) {
                              const auto name = "source" + std::to_string(i);
                              return add(text, {name, "https://" + name + ".example/"});
                          });
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(load_config(path).sources.size(), 8U);
    const std::filesystem::directory_iterator files(folder / "new");
    EXPECT_EQ(std::distance(files, std::filesystem::directory_iterator()), 1);
}

TEST(ConfigFile, IsNotTouchedWhereNothingChanges) {
    const TemporaryFolder folder;
    const std::string path = folder / "config.toml";
    change_config(path, kHome, std::chrono::seconds(0),
                  [](const std::string& text, const Config&) { return text; });
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ConfigFile, MustBeAFile) {
    const auto same = [](const std::string& text, const Config&) { return text; };
    EXPECT_THROW(change_config("/dev/null", kHome, std::chrono::seconds(0), same), Error);
    const TemporaryFolder folder;
    EXPECT_THROW(change_config(folder.path(), kHome, std::chrono::seconds(0), same), Error);
}

}  // namespace
}  // namespace feedarc::app
