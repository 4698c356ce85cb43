#pragma once

#include <feedarc/category.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace feedarc::app {

/// Which categories go with which words: naive Bayes over the words by which texts are searched
/// (letters and digits as whole words, Han and the like as pairs of characters), each counted once
/// a text. How sure it may be it learns from its own examples: each is judged by all the others,
/// and of those with as clear a lead so many were right.
///
/// The same examples give the same model, in whatever order they come.
class CategoryModel {
public:
    /// A record whose category is known. One that got it by its words is learned from, but does not
    /// tell how sure to be of those that lack these words.
    void add(std::string_view category, std::string_view title, std::string_view text,
             bool by_words = false);
    /// To be called once all are added.
    void learn();

    struct Guess {
        const std::string* category = nullptr;  ///< null where nothing was learned
        double confidence = 0;                  ///< how many of its like are right, 0 to 1
    };
    [[nodiscard]] Guess guess(std::string_view title, std::string_view text) const;

    [[nodiscard]] std::size_t examples() const noexcept { return examples_.size(); }
    /// Of its examples that did not get their category by words, how many it gets right by all the
    /// others.
    [[nodiscard]] std::size_t right() const noexcept { return right_; }

private:
    using Word = std::uint32_t;
    struct Example {
        std::uint32_t category = 0;
        bool by_words = false;
        std::vector<Word> words;  ///< each once, in the order of their texts
    };
    struct Category {
        std::string key;                                     ///< case folded
        std::unordered_map<std::string, std::size_t> names;  ///< as it is written, how often
        std::string name;                                    ///< the most frequent of them
        std::int64_t examples = 0;
        std::int64_t words = 0;  ///< of all its examples
    };
    struct Lead {
        std::uint32_t category = 0;
        double margin = 0;  ///< to the next one
    };
    // Guesses that lead by at least so much, and how many of them are right.
    struct Level {
        double margin = 0;
        double confidence = 0;
    };
    struct Count {
        std::uint32_t category = 0;
        std::uint32_t examples = 0;
    };

    [[nodiscard]] Lead lead(std::span<const Word> words, const Example* without) const;
    void sort_categories();
    void calibrate();

    std::unordered_map<std::string, Word> vocabulary_;
    std::vector<std::vector<Count>> counts_;  ///< by word
    std::unordered_map<std::string, std::uint32_t> category_of_;
    std::vector<Category> categories_;
    std::vector<Example> examples_;
    std::vector<Level> levels_;  ///< by falling margin
    std::size_t right_ = 0;
};

}  // namespace feedarc::app
