#include "support/random_page.hpp"

#include "support/listing_page.hpp"

#include <utility>

namespace feedarc::test {
namespace {

// Some 200 characters of words that no other number has.
std::string words_of(std::uint32_t number) {
    Dice dice(number);
    std::string text;
    while (text.size() < 200) {
        for (auto letters = 2 + dice.below(7); letters != 0; --letters) {
            text += static_cast<char>('a' + dice.below(26));
        }
        text += ' ';
    }
    return text;
}

// Texts that go on from few openings, cut and edited in several places.
std::string random_variant(Dice& dice) {
    std::string text = words_of(static_cast<std::uint32_t>(dice.below(2)));
    text += words_of(static_cast<std::uint32_t>(10 + dice.below(3)));
    if (dice.one_in(3)) text.insert(20 + 60 * dice.below(5), "put in ");
    if (dice.one_in(3)) text.erase(50 + 90 * dice.below(3), 15);
    if (dice.one_in(2)) text = text.substr(0, 100 + 70 * dice.below(4)) + "...";
    return text;
}

ListedEntry random_entry(Dice& dice) {
    ListedEntry entry;
    if (!dice.one_in(3)) entry.url = "https://a.example/" + std::to_string(dice.below(6));
    if (!dice.one_in(3)) entry.title = "Title " + std::to_string(dice.below(5));
    if (!dice.one_in(4)) {
        entry.excerpt = "A text of more than forty characters, so that it is strong: number " +
                        std::to_string(dice.below(6));
    } else if (entry.title.empty() || dice.one_in(2)) {
        entry.excerpt = "Short " + std::to_string(dice.below(3));
    }
    if (dice.one_in(3)) entry.excerpt = random_variant(dice);
    if (dice.one_in(4)) entry.date = january(dice.below(3));
    if (dice.one_in(4)) entry.category = dice.one_in(2) ? "NLP" : "CV";
    if (dice.one_in(6)) entry.guid = "tag:" + std::to_string(dice.below(5));
    return entry;
}

std::vector<ListedEntry> with_ages(std::vector<ListedEntry> entries, Dice& dice) {
    for (ListedEntry& entry : entries) {
        if (dice.one_in(2)) entry.age = random_age(dice);
    }
    return entries;
}

}  // namespace

std::string january(std::size_t number) {
    const std::string digits = std::to_string(1 + number % 28);
    return "2026-01-" + std::string(digits.size() < 2 ? "0" : "") + digits;
}

std::string random_age(Dice& dice) {
    static const std::vector<std::string> kUnits{" second", " minute", " hour", " hour",
                                                 " day",    " week",   " month"};
    const std::size_t count = 1 + dice.below(5);
    if (dice.one_in(6)) return "yesterday at 14:05";
    return std::to_string(count) + dice.of(kUnits) + (count == 1 ? " ago" : "s ago");
}

std::vector<Capture> random_pages(Dice& dice, std::size_t count) {
    std::vector<Capture> captures;
    std::vector<ListedEntry> seen;  // half of the entries repeat
    while (captures.size() < count) {
        std::vector<ListedEntry> entries;
        for (auto left = 1 + dice.below(5); left > 0; --left) {
            entries.push_back(!seen.empty() && dice.one_in(2) ? dice.of(seen) : random_entry(dice));
        }
        seen.insert(seen.end(), entries.begin(), entries.end());
        Capture capture;
        capture.source = "blog";
        capture.url = dice.one_in(3) ? "" : "https://blog.example/";
        capture.at = kFirstCapture + std::chrono::seconds{1800 * dice.below(12)};
        const bool feed = !dice.one_in(3);
        capture.extension = feed ? "json" : "html";
        capture.bytes = feed ? feed_listing(entries) : html_listing(with_ages(entries, dice), "");
        captures.push_back(std::move(capture));
    }
    return captures;
}

}  // namespace feedarc::test
