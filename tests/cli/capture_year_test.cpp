#include <feedarc/hash.hpp>

#include "support/dice.hpp"
#include "support/listing_page.hpp"
#include "support/loopback_server.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace feedarc {
namespace {

using nlohmann::json;
using std::chrono::hours;
using test::LoopbackServer;

constexpr Time kBegin{std::chrono::seconds{1767225600}};  // 2026-01-01T00:00:00Z
constexpr std::size_t kShown = 20;

// How many days of the year are played. All of it takes a minute and a half without optimisation.
int days_to_play() {
    const char* const days = std::getenv("FEEDARC_CAPTURE_DAYS");
    return days == nullptr ? 60 : std::atoi(days);
}

std::string words(test::Dice& dice, std::size_t count) {
    static const std::vector<std::string> kWords{
        "amber",   "basin",  "cedar",  "delta",  "ember",  "fjord",  "garnet",  "harbour",
        "inlet",   "jasper", "kelp",   "lagoon", "meadow", "nectar", "ochre",   "pebble",
        "quartz",  "ridge",  "sable",  "tundra", "umber",  "valley", "willow",  "xenon",
        "yarrow",  "zephyr", "anchor", "beacon", "copper", "drift",  "estuary", "flint",
        "glacier", "hollow", "iris",   "juniper"};
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + dice.of(kWords);
    return text;
}

struct Article {
    Time appears{}, removed{};
    test::ListedEntry entry;
};

// What can come in place of the page.
enum class Trouble { none, error, cut, blocked, wait };

// A news page that is written to some three times a day for a year, on a server that is not always
// well: the truth is what it answered.
class Site {
public:
    explicit Site(int days) {
        test::Dice dice(7);
        const Time end = kBegin + hours(24 * days);
        int number = 0;
        // The page is full on the first day.
        for (Time at = kBegin - hours(8 * kShown); at < end;
             at += std::chrono::minutes(60 + dice.below(14 * 60))) {
            Article& article = articles_.emplace_back();
            article.appears = at;
            article.removed = Time::max();
            if (dice.one_in(25)) article.removed = at + hours(5 + dice.below(60));
            article.entry.title = words(dice, 6);
            article.entry.url = "/news/" + std::to_string(++number);
            article.entry.excerpt = words(dice, 24);
        }
        Trouble before = Trouble::none;
        for (int hour = 0; hour < 24 * days; ++hour) {
            // One at a time: what follows two in a row is another test.
            before = before == Trouble::none ? trouble(dice) : Trouble::none;
            troubles_.push_back(before);
        }
        redesigned_ = kBegin + hours(12 * days);
    }

    LoopbackServer::Reply answer(const LoopbackServer::Request& request, Time now) {
        if (request.target == "/robots.txt") {
            ++robots_requests;
            return {200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /private\n"};
        }
        ++requests;
        switch (troubles_[static_cast<std::size_t>((now - kBegin) / hours(1))]) {
            case Trouble::error: return {500, {}, "<p>Internal error"};
            case Trouble::wait: return {429, {{"Retry-After", "7200"}}, "slow down"};
            case Trouble::blocked:
                return {200, {}, "<title>Just a moment...</title><p>Checking your browser"};
            case Trouble::cut: {
                LoopbackServer::Reply reply;
                const std::string page = page_at(now);
                reply.raw = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(page.size()) +
                            "\r\n\r\n" + page.substr(0, page.size() / 2);
                return reply;
            }
            case Trouble::none: break;
        }
        note_shown(now);
        const std::string page = page_at(now);
        const std::string tag = '"' + hash_of(page).hex() + '"';
        if (request.header("if-none-match") == tag) {
            ++unchanged;
            return {304, {{"ETag", tag}}, ""};
        }
        return {200, {{"ETag", tag}}, page};
    }

    [[nodiscard]] Trouble trouble_at(int hour) const {
        return troubles_[static_cast<std::size_t>(hour)];
    }

    struct Seen {
        Time first{}, last{};
    };
    std::map<std::string, Seen> seen;  // by title
    int requests = 0, robots_requests = 0, unchanged = 0;

private:
    static Trouble trouble(test::Dice& dice) {
        switch (dice.below(100)) {
            case 0: return Trouble::error;
            case 1: return Trouble::cut;
            case 2: return Trouble::blocked;
            case 3: return Trouble::wait;
            default: return Trouble::none;
        }
    }

    // The latest first.
    [[nodiscard]] std::vector<test::ListedEntry> shown_at(Time now) const {
        std::vector<test::ListedEntry> entries;
        for (auto article = articles_.rbegin(); article != articles_.rend(); ++article) {
            if (article->appears > now || article->removed <= now) continue;
            entries.push_back(article->entry);
            if (entries.size() == kShown) break;
        }
        return entries;
    }

    void note_shown(Time now) {
        for (const auto& entry : shown_at(now)) {
            const auto [at, is_new] = seen.emplace(entry.title, Seen{now, now});
            at->second.last = now;
        }
    }

    [[nodiscard]] std::string page_at(Time now) const {
        if (now < redesigned_) return test::html_listing(shown_at(now), "");
        std::string page = "<!DOCTYPE html><title>News</title><div class=grid>";
        for (const auto& entry : shown_at(now)) {
            page += "<div class=card><h3><a href=\"" + entry.url + "\">" + entry.title +
                    "</a></h3><div class=text>" + entry.excerpt + "</div></div>";
        }
        return page + "</div>";
    }

    std::vector<Article> articles_;
    std::vector<Trouble> troubles_;
    Time redesigned_{};
};

// An hourly cron job. Nobody hears of it but when there is news, or trouble.
TEST(CaptureYear, KnowsWhatThePageShowedAndWhenAndAsksNoMoreThanItMust) {
    const int days = days_to_play();
    test::Program program;
    Site site(days);
    const LoopbackServer server(
        [&](const auto& request) { return site.answer(request, program.now); });
    program.environment["FEEDARC_CONFIG"] = program.home.path() + "/config.toml";
    std::ofstream(program.home.path() + "/config.toml")
        << "[[source]]\nname = \"news\"\nurl = \"" << server.url("/") << "\"\n"
        << "every = \"1h\"\nallow_private = true\ndelay = \"0s\"\n";

    int needed = 0;
    int robots_needed = 0;
    Time not_before{};
    Time robots_until{};
    for (int hour = 0; hour < 24 * days; ++hour) {
        // Cron starts a few seconds late, each time by another few.
        program.now = kBegin + hours(hour) + std::chrono::seconds(hour * 7 % 20);
        const std::size_t known = site.seen.size();
        const auto printed = program.run({"capture", "-q"});
        const Trouble trouble = site.trouble_at(hour);
        const bool asked = program.now >= not_before;
        if (asked) {
            ++needed;
            if (program.now >= robots_until) {
                ++robots_needed;
                robots_until = program.now + hours(24);
            }
            if (trouble == Trouble::wait) not_before = program.now + hours(2);
        }
        const bool failed = asked && (trouble == Trouble::error || trouble == Trouble::cut);
        ASSERT_EQ(printed.status, failed ? 1 : 0) << printed.err;
        const bool quiet = !failed && site.seen.size() == known;
        if (quiet) {
            ASSERT_EQ(printed.out + printed.err, "") << hour;
        }
        ASSERT_EQ(site.requests, needed) << hour;
        ASSERT_EQ(site.robots_requests, robots_needed) << hour;
    }
    EXPECT_GT(site.unchanged, needed / 2);

    const auto list = program.run({"list", "--format", "json"});
    ASSERT_EQ(list.status, 0) << list.err;
    const json records = json::parse(list.out);
    EXPECT_EQ(records.size(), site.seen.size());
    for (const auto& record : records) {
        const auto truth = site.seen.find(record["title"].get<std::string>());
        ASSERT_NE(truth, site.seen.end()) << record["title"];
        EXPECT_EQ(record["first_seen"], format_time(truth->second.first)) << record["title"];
        EXPECT_EQ(record["last_seen"], format_time(truth->second.last)) << record["title"];
    }

    // It all follows from the log.
    const auto rebuilt = program.run({"rebuild"});
    ASSERT_EQ(rebuilt.status, 0) << rebuilt.err;
    EXPECT_EQ(program.run({"list", "--format", "json"}).out, list.out);
}

}  // namespace
}  // namespace feedarc
