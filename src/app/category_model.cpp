#include "app/category_model.hpp"

#include "text/search_words.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

namespace feedarc::app {
namespace {

// What a word that a category never showed counts for. It and the next one were found by leaving
// one out, on titles of a forum.
constexpr double kSmoothing = 0.3;
// Words are not independent: of a longer text all together count for no more than so many.
constexpr double kMostWeight = 30;
// So sure it is where nothing tells.
constexpr double kUnknown = 0.5;
// The beginning of a text says what it is about.
constexpr std::size_t kLongestText = 8192;
constexpr double kNothing = -std::numeric_limits<double>::infinity();

std::string_view beginning(std::string_view text) {
    if (text.size() <= kLongestText) return text;
    text = text.substr(0, kLongestText);
    while (!text.empty() && text::is_continuation(text.back())) text.remove_suffix(1);
    return text;
}

// The words of both, each once and in order.
std::set<std::string> words_of(std::string_view title, std::string_view excerpt) {
    std::set<std::string> words;
    for (const std::string_view field : {title, excerpt}) {
        const std::string spaced = text::search_words(beginning(field));
        for (std::size_t at = 0; at < spaced.size();) {
            const std::size_t end = std::min(spaced.find(' ', at), spaced.size());
            if (end > at) words.insert(spaced.substr(at, end - at));
            at = end + 1;
        }
    }
    return words;
}

// Guesses of falling margin, and whether they were right, as few steps that do not rise: each step
// is as sure as its guesses were right, with two wrong ones more, since few prove little.
struct Step {
    double right = 0, count = 0, margin = 0;
    [[nodiscard]] double share() const { return right / (count + 2); }
};

std::vector<Step> falling_steps(const std::vector<std::pair<double, bool>>& guesses) {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < guesses.size();) {
        Step step;
        step.margin = guesses[i].first;
        for (; i < guesses.size() && guesses[i].first == step.margin; ++i) {
            step.count += 1;
            step.right += guesses[i].second ? 1 : 0;
        }
        // One that is not less sure than the one before is a part of it.
        while (!steps.empty() &&
               steps.back().right * step.count <= step.right * steps.back().count) {
            step.right += steps.back().right;
            step.count += steps.back().count;
            steps.pop_back();
        }
        steps.push_back(step);
    }
    return steps;
}

}  // namespace

void CategoryModel::add(std::string_view category, std::string_view title, std::string_view text,
                        bool by_words) {
    text::Repairs repairs;
    const std::string name = text::repair_utf8(std::string(category), repairs);
    const auto [at, is_new] =
        category_of_.emplace(text::fold(name), static_cast<std::uint32_t>(categories_.size()));
    if (is_new) categories_.emplace_back().key = at->first;
    ++categories_[at->second].names[std::string(category)];
    Example& example = examples_.emplace_back();
    example.category = at->second;
    example.by_words = by_words;
    for (const std::string& word : words_of(title, text)) {
        const auto known = vocabulary_.emplace(word, static_cast<Word>(vocabulary_.size()));
        example.words.push_back(known.first->second);
    }
}

// By their keys, and words by their texts, so that sums and ties do not depend on the order in
// which examples came.
void CategoryModel::sort_categories() {
    std::vector<std::uint32_t> order(categories_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t one, std::uint32_t other) {
        return categories_[one].key < categories_[other].key;
    });
    std::vector<std::uint32_t> place(order.size());
    std::vector<Category> sorted;
    sorted.reserve(order.size());
    for (const std::uint32_t old : order) {
        place[old] = static_cast<std::uint32_t>(sorted.size());
        sorted.push_back(std::move(categories_[old]));
    }
    categories_ = std::move(sorted);
    for (Example& example : examples_) example.category = place[example.category];
    for (Category& category : categories_) {
        std::size_t most = 0;
        for (const auto& [name, times] : category.names) {
            if (times < most || (times == most && name > category.name)) continue;
            most = times;
            category.name = name;
        }
    }
}

void CategoryModel::learn() {
    sort_categories();
    counts_.assign(vocabulary_.size(), {});
    for (const Example& example : examples_) {
        Category& category = categories_[example.category];
        ++category.examples;
        category.words += static_cast<std::int64_t>(example.words.size());
        for (const Word word : example.words) {
            auto& row = counts_[word];
            const auto at = std::find_if(row.begin(), row.end(), [&](const Count& count) {
                return count.category == example.category;
            });
            if (at == row.end()) {
                row.push_back({example.category, 1});
            } else {
                ++at->examples;
            }
        }
    }
    calibrate();
}

// The category that goes best with words, and by how much better than the next. As if one example
// had not been there, where one is left out.
CategoryModel::Lead CategoryModel::lead(std::span<const Word> words, const Example* without) const {
    std::vector<double> scores(categories_.size(), 0.0);
    std::vector<std::int64_t> shown(categories_.size());
    double known = 0;
    for (const Word word : words) {
        const auto& row = counts_[word];
        const bool own = without != nullptr && row.size() == 1 && row.front().examples == 1;
        if (own) continue;  // nothing else shows it
        known += 1;
        for (const Count& count : row) {
            const bool less = without != nullptr && count.category == without->category;
            scores[count.category] +=
                std::log1p((count.examples - (less ? 1.0 : 0.0)) / kSmoothing);
        }
    }
    const double weight = known > kMostWeight ? kMostWeight / known : 1.0;
    const auto all = static_cast<double>(examples_.size()) - (without != nullptr ? 1 : 0);
    const auto words_there = static_cast<double>(vocabulary_.size());
    Lead best;
    double first = kNothing;
    double second = kNothing;
    for (std::uint32_t i = 0; i < categories_.size(); ++i) {
        const bool less = without != nullptr && i == without->category;
        const auto examples = static_cast<double>(categories_[i].examples - (less ? 1 : 0));
        if (examples == 0) continue;
        const auto of_it = static_cast<double>(
            categories_[i].words - (less ? static_cast<std::int64_t>(words.size()) : 0));
        const double none = std::log(kSmoothing / (of_it + kSmoothing * words_there + 1));
        const double score = weight * (scores[i] + known * none) + std::log(examples / all);
        if (score > first) {
            second = first;
            first = score;
            best.category = i;
        } else if (score > second) {
            second = score;
        }
    }
    best.margin = std::isfinite(second) ? first - second : 0;
    return best;
}

void CategoryModel::calibrate() {
    levels_.clear();
    right_ = 0;
    if (categories_.size() < 2) return;  // where there is no choice, nothing is learned of it
    std::vector<std::pair<double, bool>> guesses;
    guesses.reserve(examples_.size());
    for (const Example& example : examples_) {
        if (example.by_words) continue;
        const Lead found = lead(example.words, &example);
        const bool right = found.category == example.category;
        right_ += right ? 1 : 0;
        guesses.emplace_back(found.margin, right);
    }
    std::sort(guesses.begin(), guesses.end(), std::greater<>());
    for (const Step& step : falling_steps(guesses)) {
        levels_.push_back({step.margin, step.share()});
    }
    // Where nothing tells, it may as well be wrong.
    if (levels_.empty()) levels_.push_back({kNothing, kUnknown});
    // More of a lead is not less sure, for being rare.
    for (std::size_t i = levels_.size(); i-- > 1;) {
        levels_[i - 1].confidence = std::max(levels_[i - 1].confidence, levels_[i].confidence);
    }
}

CategoryModel::Guess CategoryModel::guess(std::string_view title, std::string_view text) const {
    if (levels_.empty()) return {};
    std::vector<Word> words;
    for (const std::string& word : words_of(title, text)) {
        const auto at = vocabulary_.find(word);
        if (at != vocabulary_.end()) words.push_back(at->second);
    }
    if (words.empty()) return {};
    const Lead found = lead(words, nullptr);
    Guess guess;
    guess.category = &categories_[found.category].name;
    for (const Level& level : levels_) {
        guess.confidence = level.confidence;
        if (found.margin >= level.margin) return guess;
    }
    return guess;
}

}  // namespace feedarc::app
