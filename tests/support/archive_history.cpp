#include "support/archive_history.hpp"

#include <feedarc/check.hpp>
#include <feedarc/correct.hpp>
#include <feedarc/ingest.hpp>
#include <feedarc/rebuild.hpp>

#include "support/archive_text.hpp"
#include "support/dice.hpp"
#include "support/random_correction.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

namespace feedarc::test {
namespace {

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
constexpr std::chrono::milliseconds kWait{10'000};

bool ingested_alike(const Capture& one, const Capture& other) {
    return one.source == other.source && one.url == other.url;
}

// ---- random histories

// Of the captures, in some order, those beside one another that may be one ingest. One in `splits`
// begins another one nevertheless, none where that is 0.
std::vector<History::Step> batches(const History& history, const std::vector<std::size_t>& order,
                                   Dice& dice, std::size_t splits) {
    std::vector<History::Step> steps;
    for (const std::size_t capture : order) {
        const bool fits =
            !steps.empty() && ingested_alike(history.captures[steps.back().captures.front()],
                                             history.captures[capture]);
        if (!fits || (splits != 0 && dice.one_in(splits))) steps.emplace_back();
        steps.back().captures.push_back(capture);
    }
    return steps;
}

void put_in(std::vector<History::Step>& steps, const History::Step& step, Dice& dice) {
    const auto at = static_cast<std::ptrdiff_t>(1 + dice.below(steps.size()));
    steps.insert(steps.begin() + at, step);
}

// ---- living them

class Life {
public:
    explicit Life(const History& history) : history_(history) {
        for (std::size_t i = 0; i < history.captures.size(); ++i) {
            const Capture& capture = history.captures[i];
            std::string time = format_time(capture.at);
            time.erase(std::remove(time.begin(), time.end(), ':'), time.end());
            files_.push_back(folder_.write(std::to_string(i) + "/" + time + "." + capture.extension,
                                           capture.bytes));
        }
    }

    ArchiveText after() {
        (void)live();
        return seen();
    }

    std::string problem() {
        std::string problem = live();
        if (!problem.empty()) return problem;
        ingest_in_order();
        if (corrections_ != 0) repeat_corrections(lived_, in_order_);
        const ArchiveText lived = seen();
        problem = compare(lived);
        if (problem.empty()) problem = damage();
        if (problem.empty()) problem = rebuild_changes(lived);
        return problem.empty() ? lived.contradiction : problem;
    }

private:
    // What goes wrong on the way.
    std::string live() {
        for (const History::Step& step : history_.steps) {
            if (step.rebuild) {
                const std::string problem = rebuild_changes(seen());
                if (!problem.empty()) return problem;
            } else if (step.correction != 0) {
                correct(step.correction);
            } else {
                ingest_files(lived_, step.captures);
            }
        }
        return "";
    }

    void ingest_files(const std::string& location, const std::vector<std::size_t>& captures) {
        std::vector<std::string> files;
        for (const std::size_t capture : captures) files.push_back(files_[capture]);
        const Capture& one = history_.captures[captures.front()];
        IngestOptions options;
        options.source = one.source;
        if (!one.url.empty()) options.url = one.url;
        options.jobs = 1;
        const IngestSummary summary = ingest(location, files, options, kNow, {});
        if (summary.failed != 0) throw std::runtime_error("a capture cannot be read");
    }

    void ingest_in_order() {
        std::vector<std::size_t> captures;
        std::set<std::size_t> used;
        for (const History::Step& step : history_.steps) {
            used.insert(step.captures.begin(), step.captures.end());
        }
        for (const std::size_t capture : used) {
            if (!captures.empty() &&
                !ingested_alike(history_.captures[captures.front()], history_.captures[capture])) {
                ingest_files(in_order_, captures);
                captures.clear();
            }
            captures.push_back(capture);
        }
        if (!captures.empty()) ingest_files(in_order_, captures);
    }

    void correct(std::uint32_t seed) {
        Dice dice(seed);
        correct_at_random(lived_, kNow + std::chrono::seconds{++corrections_}, dice);
    }

    ArchiveText seen() const {
        return describe_archive(*open_archive(lived_, OpenMode::read, kWait));
    }

    std::string compare(const ArchiveText& lived) const {
        const auto in_order = open_archive(in_order_, OpenMode::read, kWait);
        const std::string differs = difference(describe_archive(*in_order).texts, lived.texts);
        return differs.empty() ? "" : "in order (-) and as lived (+):" + differs;
    }

    // What a check finds, where nothing is damaged.
    std::string damage() const {
        CheckOptions options;
        options.depth = CheckDepth::data;
        const CheckReport report = check_archive(lived_, options, {});
        std::string found;
        for (const Damage& one : report.found) {
            found += "\ncheck: " + one.table + " " + one.row + ": " + one.problem;
        }
        return found.empty() && !report.derived ? "check compared too little" : found;
    }

    std::string rebuild_changes(const ArchiveText& before) const {
        RebuildOptions options;
        options.jobs = 1;
        const RebuildSummary summary = rebuild(lived_, options, {});
        const ArchiveText after = seen();
        const std::string differs = difference(before.texts, after.texts);
        if (!differs.empty()) return "before (-) and after (+) a rebuild:" + differs;
        if (const std::string found = damage(); !found.empty()) return "after a rebuild:" + found;
        if (after.ids != before.ids) return "a rebuild changes ids";
        if (summary.reread_otherwise + summary.refused + summary.damaged + summary.kept != 0) {
            return "a rebuild says that it reads otherwise";
        }
        if (!summary.changes.empty() || summary.fields_gained != 0) {
            return "a rebuild says that records change";
        }
        return "";
    }

    const History& history_;
    TemporaryFolder folder_{TemporaryFolder::Where::memory};
    const std::string lived_ = folder_ / "lived.db";
    const std::string in_order_ = folder_ / "in_order.db";
    std::vector<std::string> files_;
    int corrections_ = 0;
};

// ---- making them shorter

bool fails(const History& history) {
    const bool ingests = std::any_of(history.steps.begin(), history.steps.end(),
                                     [](const auto& step) { return !step.captures.empty(); });
    return ingests && !problem_of(history).empty();
}

History without_step(const History& history, std::size_t step) {
    History shorter = history;
    shorter.steps.erase(shorter.steps.begin() + static_cast<std::ptrdiff_t>(step));
    return shorter;
}

History without_capture(const History& history, std::size_t capture) {
    History shorter = history;
    for (History::Step& step : shorter.steps) {
        auto& captures = step.captures;
        captures.erase(std::remove(captures.begin(), captures.end(), capture), captures.end());
    }
    auto& steps = shorter.steps;
    steps.erase(std::remove_if(steps.begin(), steps.end(),
                               [](const auto& step) {
                                   return step.captures.empty() && !step.rebuild &&
                                          step.correction == 0;
                               }),
                steps.end());
    return shorter;
}

}  // namespace

History random_history(std::uint32_t seed) {
    Dice dice(seed);
    History history;
    history.captures = listing_sequence(dice.seed());
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < history.captures.size(); ++i) {
        if (!dice.one_in(6)) order.push_back(i);
    }
    if (order.empty()) order.push_back(0);
    const std::size_t once = order.size();
    for (std::size_t i = 0; i < once; ++i) {
        if (dice.one_in(5)) order.push_back(order[i]);
    }
    dice.shuffle(order);
    static const std::vector<std::size_t> kSplits{0, 0, 1, 3, 3, 3};
    const std::size_t splits = dice.of(kSplits);
    if (splits == 0) {
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const Capture& one = history.captures[a];
            const Capture& other = history.captures[b];
            return std::tie(one.source, one.url) < std::tie(other.source, other.url);
        });
    }
    history.steps = batches(history, order, dice, splits);
    if (dice.one_in(8)) put_in(history.steps, {{}, true, 0}, dice);
    if (dice.one_in(2)) {
        const bool last = dice.one_in(2);
        for (auto left = 1 + dice.below(4); left > 0; --left) {
            const History::Step step{{}, false, dice.seed() | 1U};
            if (last) {
                history.steps.push_back(step);
            } else {
                put_in(history.steps, step, dice);
            }
        }
    }
    return history;
}

ArchiveText archive_after(const History& history) {
    return Life(history).after();
}

std::string problem_of(const History& history) {
    try {
        return Life(history).problem();
    } catch (const std::exception& error) {
        return error.what();
    }
}

History reduced(History history) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        const auto take = [&](History&& attempt) {
            if (!fails(attempt)) return;
            history = std::move(attempt);
            shorter = true;
        };
        for (std::size_t i = history.steps.size(); i > 0; --i) {
            if (i <= history.steps.size()) take(without_step(history, i - 1));
        }
        std::set<std::size_t> used;
        for (const auto& step : history.steps)
            used.insert(step.captures.begin(), step.captures.end());
        for (const std::size_t capture : used) take(without_capture(history, capture));
    }
    return history;
}

std::string to_string(const History& history) {
    std::string text;
    std::set<std::size_t> used;
    for (const History::Step& step : history.steps) {
        text += step.rebuild ? "rebuild" : step.correction != 0 ? "correct at random" : "ingest";
        for (const std::size_t capture : step.captures) text += " " + std::to_string(capture);
        text += "\n";
        used.insert(step.captures.begin(), step.captures.end());
    }
    for (const std::size_t i : used) {
        const Capture& capture = history.captures[i];
        text += "---- " + std::to_string(i) + ": --source " + capture.source + " --url '" +
                capture.url + "' " + format_time(capture.at) + "." + capture.extension + "\n" +
                capture.bytes;
    }
    return text;
}

}  // namespace feedarc::test
