#include "support/merge_history.hpp"

#include <feedarc/archive_log.hpp>
#include <feedarc/ingest.hpp>
#include <feedarc/merge.hpp>
#include <feedarc/merge_store.hpp>
#include <feedarc/rebuild.hpp>

#include "app/derive.hpp"
#include "app/placing.hpp"
#include "support/archive_sql.hpp"
#include "support/archive_text.hpp"
#include "support/dice.hpp"
#include "support/random_correction.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>

namespace feedarc::test {
namespace {

using Step = MergeHistory::Step;

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
constexpr std::chrono::milliseconds kWait{10'000};

ReadLimits strict_limits() {
    ReadLimits limits;
    limits.parse_work = 1;
    return limits;
}

// ---- what is said of sources, hosts and fetches

// A small choice, so that machines often say the same, or contradict each other.
struct Said {
    LoggedSource source;
    Watch watch;
    RobotsFile robots;
    Time not_before{};
    std::vector<FetchEvent> fetches;
};

Said random_said(Dice& dice) {
    const auto time = [&] { return kNow - std::chrono::hours{dice.below(4)}; };
    static const std::vector<std::string> kTexts{"", "a", "b"};
    Said said;
    said.source = {"blog", "", "", dice.of(kTexts)};
    if (dice.one_in(2)) said.source.url = "https://" + dice.of(kTexts) + ".example/";
    if (dice.one_in(2)) said.source.rules = "record=." + dice.of(kTexts) + "\n";
    said.watch = {time(), static_cast<int>(dice.below(3)), std::nullopt, std::nullopt};
    if (dice.one_in(2)) said.watch.not_before = time();
    said.robots = {time(), 200, dice.of(kTexts)};
    said.not_before = time();
    for (std::size_t i = dice.below(3); i > 0; --i) {
        said.fetches.push_back({time(), "https://a.example/", FetchOutcome::failed, "timeout",
                                std::nullopt, "after " + std::to_string(dice.below(3)) + " s"});
    }
    return said;
}

// As if it came from yet another machine.
void say(const std::string& location, const Said& said) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    const auto batch = archive->begin(kWait);
    MergeStore& store = batch->merging();
    store.take(said.source);
    store.take_watch(said.source.name, said.watch);
    store.take_robots("https://a.example/robots.txt", said.robots);
    store.take_host("a.example", said.not_before);
    for (const FetchEvent& event : said.fetches) {
        store.take(*store.find_source(said.source.name), {event, 1});
    }
    batch->commit();
}

void assign_at_random(const std::string& location, Dice& dice) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    const std::vector<RecordId> records = listed_ids(*archive);
    if (records.empty()) return;
    static const std::vector<std::string> kCategories{"", "a", "b"};
    const auto batch = archive->begin(kWait);
    for (std::size_t i = 1 + dice.below(4); i > 0; --i) {
        const RecordId record = dice.of(records);
        const auto origin = dice.one_in(3) ? CategoryFrom::suggested : CategoryFrom::rule;
        // Several machines may make one in the same second.
        (void)batch->assignments().assign(record, dice.of(kCategories), origin,
                                          kNow + std::chrono::seconds{dice.below(3)});
    }
    batch->commit();
}

// What two archives may differ in beyond describe_archive().
std::vector<std::string> describe_more(Archive& archive) {
    std::vector<std::string> texts;
    for (const SourceInfo& source : archive.sources()) {
        const Watch& watch = source.watch;
        texts.push_back(source.name + " " + source.category + " " +
                        (watch.tried_at ? format_time(*watch.tried_at) : "") + " " +
                        std::to_string(watch.failures) + " " +
                        (watch.not_before ? format_time(*watch.not_before) : "") + " " +
                        (watch.last_failure ? watch.last_failure->detail : ""));
    }
    const auto robots = archive.robots("https://a.example/robots.txt");
    texts.push_back(robots ? format_time(robots->fetched_at) + robots->text : "");
    const auto host = archive.host_not_before("a.example");
    texts.push_back(host ? format_time(*host) : "");
    std::vector<Correction> corrections = archive.corrections();
    mark_in_force(corrections);
    for (const Correction& correction : corrections) {
        texts.push_back(correction.uuid.hex() + " " + to_string(correction.kind) + " " +
                        (correction.in_force ? "" : "undone"));
    }
    return texts;
}

ArchiveText describe(const std::string& location) {
    const auto archive = open_archive(location, OpenMode::read, kWait);
    ArchiveText text = describe_archive(*archive);
    const auto more = describe_more(*archive);
    text.texts.insert(text.texts.end(), more.begin(), more.end());
    return text;
}

// ---- living it

class Lives {
public:
    explicit Lives(const MergeHistory& history) : history_(history) {
        for (std::size_t i = 0; i < history.captures.size(); ++i) {
            const Capture& capture = history.captures[i];
            std::string time = format_time(capture.at);
            time.erase(std::remove(time.begin(), time.end(), ':'), time.end());
            files_.push_back(folder_.write(std::to_string(i) + "/" + time + "." + capture.extension,
                                           capture.bytes));
        }
    }

    std::string problem() {
        for (const Step& step : history_.steps) live(step);
        live_in_one_place();
        const ArchiveText wanted = describe(one_place_);
        Dice dice(history_.order);
        merge_into_a_new_one(dice);
        std::string problem = compare(wanted, merged_);
        if (problem.empty()) problem = merging_again_changes();
        if (problem.empty()) problem = bytes_lost();
        if (problem.empty()) problem = compare(wanted, merge_in_groups(dice));
        return problem.empty() ? rebuild_changes(wanted) : problem;
    }

private:
    [[nodiscard]] std::string machine(std::size_t number) const {
        return folder_ / ("machine" + std::to_string(number) + ".db");
    }
    [[nodiscard]] static bool exists(const std::string& location) {
        return std::filesystem::exists(location);
    }

    void live(const Step& step) {
        const std::string location = machine(step.machine);
        switch (step.kind) {
            case Step::Kind::ingest: ingest_files(location, step.captures, {}); break;
            case Step::Kind::strict: ingest_files(location, step.captures, strict_limits()); break;
            case Step::Kind::say: {
                Dice dice(step.number);
                said_.push_back(random_said(dice));
                say(location, said_.back());
                break;
            }
            case Step::Kind::correct: {
                if (!exists(location)) break;
                Dice dice(step.number);
                // Several machines may make one in the same second.
                correct_at_random(location, kNow + std::chrono::seconds{dice.below(3)}, dice);
                break;
            }
            case Step::Kind::assign: {
                if (!exists(location)) break;
                Dice dice(step.number);
                assign_at_random(location, dice);
                break;
            }
            case Step::Kind::rebuild: {
                if (!exists(location)) break;
                RebuildOptions options;
                options.jobs = 1;
                options.limits = strict_limits();
                (void)rebuild(location, options, {});
                break;
            }
            case Step::Kind::merge:
                if (step.number == step.machine) break;
                if (exists(machine(step.number))) merge_into(location, {machine(step.number)});
                break;
            case Step::Kind::prune: {
                if (!exists(location)) break;
                run_sql(location,
                        "UPDATE bodies SET data = NULL, base = NULL, chain = 0 "
                        "WHERE id % 3 = " +
                            std::to_string(step.number % 3) +
                            " AND id NOT IN (SELECT base FROM bodies WHERE base > 0)");
                break;
            }
        }
    }

    void ingest_files(const std::string& location, const std::vector<std::size_t>& captures,
                      const ReadLimits& limits) {
        std::map<std::pair<std::string, std::string>, std::vector<std::string>> files;
        for (const std::size_t i : captures) {
            const Capture& capture = history_.captures[i];
            files[{capture.source, capture.url}].push_back(files_[i]);
        }
        for (const auto& [told, paths] : files) {
            IngestOptions options;
            options.source = told.first;
            if (!told.second.empty()) options.url = told.second;
            options.jobs = 1;
            options.limits = limits;
            const IngestSummary summary = ingest(location, paths, options, kNow, {});
            if (summary.failed != 0) throw std::runtime_error("a capture cannot be read");
        }
    }

    static MergeSummary merge_into(const std::string& location,
                                   const std::vector<std::string>& others) {
        MergeSummary summary = merge(location, others, {}, {});
        for (const MergedArchive& merged : summary.archives) {
            if (merged.error) throw std::runtime_error(merged.error->what());
        }
        return summary;
    }

    // Everything at once, in the order of time; then all corrections and assignments at once.
    void live_in_one_place() {
        std::set<std::size_t> readable, refused;
        for (const Step& step : history_.steps) {
            auto& captures = step.kind == Step::Kind::strict ? refused : readable;
            captures.insert(step.captures.begin(), step.captures.end());
        }
        for (const std::size_t capture : readable) refused.erase(capture);
        ingest_files(one_place_, {readable.begin(), readable.end()}, {});
        ingest_files(one_place_, {refused.begin(), refused.end()}, strict_limits());
        for (const Said& said : said_) say(one_place_, said);
        correct_and_assign_all();
    }

    void correct_and_assign_all() {
        std::map<Hash128, Correction> corrections;
        std::vector<CategoryAssignment> assignments;
        for (std::size_t i = 0; i < history_.machines; ++i) {
            if (!exists(machine(i))) continue;
            const auto archive = open_archive(machine(i), OpenMode::read, kWait);
            for (const Correction& correction : archive->corrections())
                corrections.emplace(correction.uuid, correction);
            open_archive_log(machine(i))->assignments([&](const CategoryAssignment& made) {
                assignments.push_back(made);
            });
            sources_.merge(names_of(*archive));
        }
        if (!exists(one_place_)) return;
        const auto archive = open_archive(one_place_, OpenMode::write, kWait);
        {
            const auto batch = archive->begin(kWait);
            for (const std::string& source : sources_) (void)batch->source(source, "");
            for (const auto& [uuid, correction] : corrections) {
                (void)batch->merging().take(correction);
            }
            app::Placing placing(*batch);
            for (const auto& [uuid, correction] : corrections) {
                if (correction.snapshot) (void)placing.apply(*correction.snapshot);
            }
            for (const CategoryAssignment& made : assignments) (void)batch->merging().take(made);
            app::Deriver deriver(*batch);
            for (const std::string& source : sources_) {
                deriver.rederive(batch->source(source, ""));
            }
            deriver.finish();
            batch->commit();
        }
    }

    static std::set<std::string> names_of(Archive& archive) {
        std::set<std::string> names;
        for (const SourceInfo& source : archive.sources()) names.insert(source.name);
        return names;
    }

    [[nodiscard]] std::vector<std::string> machines() const {
        std::vector<std::string> machines;
        for (std::size_t i = 0; i < history_.machines; ++i) {
            if (exists(machine(i))) machines.push_back(machine(i));
        }
        return machines;
    }

    void merge_into_a_new_one(Dice& dice) {
        std::vector<std::string> others = machines();
        dice.shuffle(others);
        const std::size_t first = 1 + dice.below(others.size());
        const auto at = others.begin() + static_cast<std::ptrdiff_t>(first);
        merge_into(merged_, {others.begin(), at});
        if (at != others.end()) merge_into(merged_, {at, others.end()});
    }

    // Some into others, until one has all. Gives its place.
    std::string merge_in_groups(Dice& dice) const {
        std::vector<std::string> left = machines();
        while (left.size() > 1) {
            dice.shuffle(left);
            const auto count = static_cast<std::ptrdiff_t>(1 + dice.below(left.size() - 1));
            merge_into(left.front(), {left.end() - count, left.end()});
            left.erase(left.end() - count, left.end());
        }
        return left.front();
    }

    std::string merging_again_changes() const {
        const std::string before = read_whole_file(merged_);
        for (const MergedArchive& merged : merge_into(merged_, machines()).archives) {
            if (merged.brought_something()) return "merging again brings something";
        }
        return read_whole_file(merged_) == before ? "" : "merging again changes the file";
    }

    // What one machine keeps, the merged archive does.
    std::string bytes_lost() const {
        std::set<Hash128> kept;
        for (const std::string& machine : machines()) {
            const auto archive = open_archive(machine, OpenMode::read, kWait);
            const auto walk = archive->walk_bodies();
            while (const auto body = walk->next()) kept.insert(hash_of(*body->bytes));
        }
        const auto archive = open_archive(merged_, OpenMode::read, kWait);
        const auto walk = archive->walk_bodies();
        std::size_t count = 0;
        while (const auto body = walk->next()) {
            if (!body->bytes) return "a body is damaged: " + body->damage;
            if (!kept.contains(hash_of(*body->bytes))) return "a body came from nowhere";
            ++count;
        }
        return count == kept.size() ? "" : "a body was lost";
    }

    static std::string compare(const ArchiveText& wanted, const std::string& location) {
        const ArchiveText merged = describe(location);
        const std::string differs = difference(wanted.texts, merged.texts);
        return differs.empty() ? merged.contradiction
                               : "in one place (-) and " + location + " (+):" + differs;
    }

    std::string rebuild_changes(const ArchiveText& wanted) const {
        RebuildOptions options;
        options.jobs = 1;
        options.limits = strict_limits();
        const RebuildSummary summary = rebuild(merged_, options, {});
        if (!summary.changes.empty()) return "a rebuild says that records change";
        return compare(wanted, merged_);
    }

    const MergeHistory& history_;
    TemporaryFolder folder_{TemporaryFolder::Where::memory};
    const std::string one_place_ = folder_ / "one_place.db";
    const std::string merged_ = folder_ / "merged.db";
    std::vector<std::string> files_;
    std::vector<Said> said_;
    std::set<std::string> sources_;
};

bool ingests(const MergeHistory& history) {
    return std::any_of(history.steps.begin(), history.steps.end(),
                       [](const Step& step) { return !step.captures.empty(); });
}

// ---- random histories

// Whether it comes to the same wherever and whenever it is refused: bytes that were read are not
// read again, and one that says its page itself is of no page where it cannot be read.
bool may_be_refused(const MergeHistory& history, std::size_t capture) {
    const Capture& one = history.captures[capture];
    const auto same = std::count_if(history.captures.begin(), history.captures.end(),
                                    [&](const Capture& other) { return other.bytes == one.bytes; });
    return same == 1 && !one.url.empty();
}

// The captures of one machine, in random order and batches.
std::vector<Step> ingests_of(const MergeHistory& history, std::size_t machine,
                             std::vector<std::size_t> captures, Dice& dice) {
    if (dice.one_in(2)) dice.shuffle(captures);
    const bool strict = dice.one_in(4);
    std::vector<Step> steps;
    for (const std::size_t capture : captures) {
        const auto kind =
            strict && may_be_refused(history, capture) ? Step::Kind::strict : Step::Kind::ingest;
        if (steps.empty() || steps.back().kind != kind || dice.one_in(6)) {
            steps.push_back({machine, kind, {}, 0});
        }
        steps.back().captures.push_back(capture);
    }
    return steps;
}

void put_in(std::vector<Step>& steps, const Step& step, Dice& dice) {
    const auto at = static_cast<std::ptrdiff_t>(1 + dice.below(steps.size()));
    steps.insert(steps.begin() + at, step);
}

}  // namespace

MergeHistory random_merge_history(std::uint32_t seed) {
    Dice dice(seed);
    MergeHistory history;
    history.captures = listing_sequence(dice.seed());
    history.machines = 2 + (dice.one_in(2) ? 0 : dice.below(7));
    history.order = dice.seed();
    std::vector<std::vector<std::size_t>> dealt(history.machines);
    const std::size_t overlap = 1 + dice.below(4);
    for (std::size_t i = 0; i < history.captures.size(); ++i) {
        dealt[dice.below(dealt.size())].push_back(i);
        if (!dice.one_in(overlap)) continue;
        auto& other = dealt[dice.below(dealt.size())];
        if (other.empty() || other.back() != i) other.push_back(i);
    }
    for (std::size_t i = 0; i < dealt.size(); ++i) {
        const auto steps = ingests_of(history, i, dealt[i], dice);
        history.steps.insert(history.steps.end(), steps.begin(), steps.end());
    }
    if (dice.one_in(2)) dice.shuffle(history.steps);
    const auto some_machine = [&] { return dice.below(history.machines); };
    const auto number = [&] { return static_cast<std::uint32_t>(some_machine()); };
    for (std::size_t i = dice.below(4); i > 0; --i) {
        put_in(history.steps, {some_machine(), Step::Kind::merge, {}, number()}, dice);
    }
    for (std::size_t i = dice.below(3); i > 0; --i) {
        put_in(history.steps, {some_machine(), Step::Kind::say, {}, dice.seed()}, dice);
    }
    if (dice.one_in(4)) put_in(history.steps, {some_machine(), Step::Kind::rebuild, {}, 0}, dice);
    if (dice.one_in(3))
        put_in(history.steps, {some_machine(), Step::Kind::prune, {}, number()}, dice);
    const bool last = dice.one_in(2);
    for (std::size_t i = dice.below(6); i > 0; --i) {
        const Step step{some_machine(), Step::Kind::correct, {}, dice.seed()};
        if (last) {
            history.steps.push_back(step);
        } else {
            put_in(history.steps, step, dice);
        }
    }
    for (std::size_t i = dice.below(5); i > 0; --i) {
        put_in(history.steps, {some_machine(), Step::Kind::assign, {}, dice.seed()}, dice);
    }
    return history;
}

std::string problem_of(const MergeHistory& history) {
    if (!ingests(history)) return "";
    try {
        return Lives(history).problem();
    } catch (const std::exception& error) {
        return error.what();
    }
}

MergeHistory reduced(MergeHistory history) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        const auto take = [&](MergeHistory&& attempt) {
            if (problem_of(attempt).empty()) return;
            history = std::move(attempt);
            shorter = true;
        };
        for (std::size_t i = history.steps.size(); i > 0; --i) {
            if (i > history.steps.size()) continue;
            MergeHistory without = history;
            without.steps.erase(without.steps.begin() + static_cast<std::ptrdiff_t>(i - 1));
            take(std::move(without));
        }
        for (std::size_t i = 0; i < history.steps.size(); ++i) {
            for (std::size_t k = history.steps[i].captures.size(); k > 0; --k) {
                if (history.steps[i].captures.size() < 2 || k > history.steps[i].captures.size())
                    continue;
                MergeHistory without = history;
                auto& captures = without.steps[i].captures;
                captures.erase(captures.begin() + static_cast<std::ptrdiff_t>(k - 1));
                take(std::move(without));
            }
        }
    }
    return history;
}

std::string to_string(const MergeHistory& history) {
    static const std::vector<std::string> kKinds{"ingest",  "ingest strictly", "correct", "assign",
                                                 "rebuild", "merge",           "prune",   "say"};
    std::string text;
    std::set<std::size_t> used;
    for (const Step& step : history.steps) {
        text += "machine " + std::to_string(step.machine) + ": " +
                kKinds[static_cast<std::size_t>(step.kind)];
        if (step.kind == Step::Kind::merge) text += " " + std::to_string(step.number);
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
