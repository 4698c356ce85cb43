#include <feedarc/error.hpp>
#include <feedarc/suggest_categories.hpp>

#include "app/categorize.hpp"
#include "app/category_model.hpp"

#include <algorithm>
#include <utility>

namespace feedarc {
namespace {

// What was suggested before is no example: a model that learns from itself grows sure of nothing.
bool is_example(const CategoryText& record) {
    return record.from == CategoryFrom::page || record.from == CategoryFrom::rule;
}

SuggestReport suggest(Archive& archive, const SuggestOptions& options) {
    SuggestReport report;
    app::CategoryModel model;
    archive.category_texts(options.source, [&](const CategoryText& record) {
        app::stop_if_asked(options.stop);
        if (is_example(record)) {
            model.add(record.category, record.title, record.excerpt,
                      record.from == CategoryFrom::rule);
        }
        return true;
    });
    model.learn();
    report.examples = static_cast<std::int64_t>(model.examples());
    archive.category_texts(options.source, [&](const CategoryText& record) {
        app::stop_if_asked(options.stop);
        if (record.from != CategoryFrom::none) return true;
        ++report.records;
        const auto guess = model.guess(record.title, record.excerpt);
        if (guess.category == nullptr || guess.confidence < options.min_confidence) return true;
        report.suggestions.push_back({record.id, record.source, record.title, record.excerpt,
                                      *guess.category, guess.confidence});
        return true;
    });
    std::stable_sort(report.suggestions.begin(), report.suggestions.end(),
                     [](const Suggestion& one, const Suggestion& other) {
                         return one.confidence > other.confidence;
                     });
    if (options.limit && report.suggestions.size() > static_cast<std::size_t>(*options.limit)) {
        report.suggestions.resize(static_cast<std::size_t>(*options.limit));
    }
    return report;
}

}  // namespace

SuggestReport suggest_categories(const std::string& location, const SuggestOptions& options) {
    const auto archive = app::open_to_categorize(location, !options.apply, options.wait);
    SuggestReport report = suggest(*archive, options);
    if (!options.apply) return report;
    std::vector<app::CategoryChange> changes;
    for (const Suggestion& suggestion : report.suggestions) {
        changes.push_back({suggestion.id, suggestion.category});
    }
    CategorizeOptions storing;
    storing.now = options.now;
    storing.wait = options.wait;
    storing.stop = options.stop;
    report.applied = app::store_changes(*archive, storing, CategoryFrom::suggested, changes);
    return report;
}

}  // namespace feedarc
