#include "support/archive_history.hpp"

#include <feedarc/body_store.hpp>
#include <feedarc/check.hpp>
#include <feedarc/correct.hpp>
#include <feedarc/ingest.hpp>
#include <feedarc/pack.hpp>
#include <feedarc/prune.hpp>
#include <feedarc/rebuild.hpp>
#include <feedarc/salvage.hpp>

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

    std::string problem_of_salvage() {
        std::string problem = live();
        if (!problem.empty()) return problem;
        const ArchiveText lived = seen();
        const std::string salvaged = folder_ / "salvaged.db";
        const SalvageReport report = salvage_archive(lived_, salvaged, kWait, {});
        for (const Damage& lost : report.lost) {
            problem += "\nlost: " + lost.table + " " + lost.row + ": " + lost.problem;
        }
        if (!problem.empty()) return problem;
        const ArchiveText after = describe_archive(*open_archive(salvaged, OpenMode::read, kWait));
        problem = difference(lived.texts, after.texts);
        if (!problem.empty()) return "lived (-) and salvaged (+):" + problem;
        return after.ids == lived.ids ? "" : "a salvage changes ids";
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
            } else if (step.care != 0) {
                const std::string problem = save_space(step.care);
                if (!problem.empty()) return problem;
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

    std::string save_space(std::uint32_t seed) {
        Dice dice(seed);
        PackOptions packing;
        packing.least = 1 + dice.below(4);
        packing.jobs = 1;
        packing.shrink = dice.one_in(4) ? Shrink::always : Shrink::never;
        if (dice.one_in(2)) {
            PruneOptions options;
            options.policy.last = static_cast<std::int64_t>(1 + dice.below(4));
            options.policy.daily = static_cast<std::int64_t>(dice.below(3));
            options.pack = false;
            pruned_ = pruned_ || prune(lived_, options, {}).snapshots > 0;
        }
        if (dice.one_in(2)) (void)pack(lived_, packing, {});
        return problem_of_bodies(*open_archive(lived_, OpenMode::read, kWait));
    }

    // Whatever is kept can be read, and chains are as long as they say.
    static std::string problem_of_bodies(Archive& archive) {
        archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            if (snapshot.kept) (void)archive.body(snapshot.id);
            return true;
        });
        BodyStore& store = archive.body_store();
        for (const KeptBody& body : store.loose()) {
            const auto base = body.prefix.base ? store.find(*body.prefix.base) : std::nullopt;
            if (body.prefix.base && !base) return "a body is packed with one that was pruned";
            if (body.chain != (base ? base->chain + 1 : 0)) return "a chain has another length";
        }
        return "";
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
        const std::int64_t unread = pruned_ ? 0 : summary.kept;
        if (summary.reread_otherwise + summary.refused + summary.damaged + unread != 0) {
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
    bool pruned_ = false;
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
                                          step.correction == 0 && step.care == 0;
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
    if (dice.one_in(3)) {
        for (auto left = 1 + dice.below(3); left > 0; --left) {
            put_in(history.steps, {{}, false, 0, dice.seed() | 1U}, dice);
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

std::string problem_of_salvage(const History& history) {
    try {
        return Life(history).problem_of_salvage();
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
        text += step.rebuild           ? "rebuild"
                : step.correction != 0 ? "correct at random"
                : step.care != 0       ? "save space at random"
                                       : "ingest";
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
