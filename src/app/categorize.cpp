#include "app/categorize.hpp"

#include <feedarc/categorize.hpp>
#include <feedarc/error.hpp>

#include "app/category_rules.hpp"
#include "app/open_existing.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

namespace feedarc {
namespace {

// So many changes are one transaction.
constexpr std::size_t kBatch = 5000;

class CategorizeRun {
public:
    CategorizeRun(const std::string& location, const CategorizeOptions& options)
        : options_(options),
          archive_(app::open_to_categorize(location, options.dry_run, options.wait)),
          rules_(options.rules) {
        for (const CategoryRule& rule : options.rules) {
            const auto [at, is_new] = place_of_.emplace(rule.category, report_.categories.size());
            if (is_new) report_.categories.push_back({rule.category, 0, 0});
        }
    }

    CategorizeReport run() {
        archive_->category_texts(options_.source, [&](const CategoryText& record) {
            app::stop_if_asked(options_.stop);
            see(record);
            return true;
        });
        report_.problems = rules_.take_problems();
        if (!options_.dry_run) {
            app::store_changes(*archive_, options_, CategoryFrom::rule, changes_);
        }
        return std::move(report_);
    }

private:
    void see(const CategoryText& record) {
        if (record.from == CategoryFrom::page) return;
        ++report_.records;
        auto change = app::category_change(rules_, record);
        const std::string* now = record.from == CategoryFrom::rule ? &record.category : nullptr;
        if (change && change->category.empty()) {
            ++report_.taken_back;
            now = nullptr;
        } else if (change) {
            ++report_.assigned;
            now = &change->category;
        }
        if (now != nullptr) count(*now, change.has_value());
        if (change) changes_.push_back(std::move(*change));
    }

    void count(const std::string& category, bool assigned) {
        ++report_.matched;
        const auto at = place_of_.find(category);
        if (at == place_of_.end()) return;  // of a rule that was given up and has changed
        CategorizedAs& row = report_.categories[at->second];
        ++row.records;
        if (assigned) ++row.assigned;
    }

    const CategorizeOptions& options_;
    std::unique_ptr<Archive> archive_;
    app::CategoryRules rules_;
    std::unordered_map<std::string, std::size_t> place_of_;
    std::vector<app::CategoryChange> changes_;
    CategorizeReport report_;
};

}  // namespace

namespace app {

std::unique_ptr<Archive> open_to_categorize(const std::string& location, bool dry_run,
                                            std::chrono::milliseconds wait) {
    // To say what would be done needs no copy.
    if (dry_run) return open_archive(location, OpenMode::read, wait);
    return open_existing(location, false, wait);
}

void stop_if_asked(const std::atomic<int>* stop) {
    if (stop == nullptr || *stop == 0) return;
    throw Error(ErrorCode::interrupted,
                "interrupted; what was assigned so far stays: run it again for the rest");
}

std::int64_t store_changes(Archive& archive, const CategorizeOptions& options, CategoryFrom origin,
                           std::span<const CategoryChange> changes) {
    std::int64_t stored = 0;
    for (std::size_t from = 0; from < changes.size(); from += kBatch) {
        stop_if_asked(options.stop);
        const auto batch = archive.begin(options.wait);
        AssignmentStore& store = batch->assignments();
        const auto part = changes.subspan(from, std::min(kBatch, changes.size() - from));
        for (const CategoryChange& change : part) {
            stored += store.assign(change.record, change.category, origin, options.now) ? 1 : 0;
        }
        batch->commit();
    }
    return stored;
}

}  // namespace app

CategorizeReport categorize(const std::string& location, const CategorizeOptions& options) {
    return CategorizeRun(location, options).run();
}

std::int64_t take_back_suggested(const std::string& location, const CategorizeOptions& options) {
    const auto archive = app::open_to_categorize(location, options.dry_run, options.wait);
    std::vector<app::CategoryChange> changes;
    archive->category_texts(options.source, [&](const CategoryText& record) {
        if (record.from == CategoryFrom::suggested) changes.push_back({record.id, ""});
        return true;
    });
    if (options.dry_run) return static_cast<std::int64_t>(changes.size());
    return app::store_changes(*archive, options, CategoryFrom::suggested, changes);
}

}  // namespace feedarc
