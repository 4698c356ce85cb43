#include "read/text/layout.hpp"

#include "read/text/shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace feedarc::read {
namespace {

// A template shows in this many lines; more would only cost time.
constexpr std::size_t kJudgedLines = 4096;
constexpr double kBitsOfChrome = 2;   // a line of the banner
constexpr double kBitsOfMixture = 8;  // a line of the other length where every line is an entry
constexpr double kBitsOfMetadataBelow = 6;
constexpr double kBitsOfLength = 6;          // the mean and deviation of the lengths of one class
constexpr double kBitsOfStrangeChrome = 16;  // a line of the banner that is no text
constexpr std::size_t kStrangeColumns = 100;
constexpr std::size_t kMeanTitleColumns = 88;
constexpr std::size_t kMaxBanner = 24;
constexpr std::size_t kMaxRecord = 512;  // a longer one is no entry that a banner could be cut from

struct Template {
    Cut cut = Cut::after_text;
    Line start;
    std::size_t long_columns = 0;
};

bool is_date(const Line& line) noexcept {
    return line.kind == Kind::date || line.kind == Kind::meta;
}

bool starts(const Template& chosen, const Line& previous, const Line& line) noexcept {
    const bool text = line.kind == Kind::text;
    const auto is_excerpt = [&](const Line& other) {
        return other.kind == Kind::text && is_long(other, chosen.long_columns);
    };
    switch (chosen.cut) {
        case Cut::at_marker: return same_marker(chosen.start, line);
        case Cut::at_rule: return line.rule;
        case Cut::at_gap: return line.gap || line.rule;
        case Cut::after_long: return is_excerpt(previous);
        case Cut::after_more: return previous.kind == Kind::more;
        case Cut::after_date: return is_date(previous);
        case Cut::after_statistics: return previous.kind == Kind::statistics;
        case Cut::after_text: return previous.kind == Kind::text;
        case Cut::at_long: return is_excerpt(line);
        case Cut::at_short: return text && !is_excerpt(line);
        case Cut::at_date: return is_date(line);
        case Cut::at_text: return text;
    }
    return false;
}

void cut_records(const Template& chosen, std::span<const Line> lines,
                 std::vector<Record>& records) {
    records.clear();
    std::uint32_t begin = 0;
    for (std::uint32_t index = 1; index <= lines.size(); ++index) {
        if (index == lines.size() || starts(chosen, lines[index - 1], lines[index])) {
            records.push_back({begin, index});
            begin = index;
        }
    }
}

// Banners and footers are made of short texts. A date or a long text among them is more likely the
// entry's own, and what stands right above a date belongs to it.
double bits_left_out(const Line& line) noexcept {
    const bool strange = line.kind != Kind::text || line.cut || line.columns >= kStrangeColumns;
    return strange ? kBitsOfStrangeChrome : kBitsOfChrome;
}

// How much of the first record is banner: as much as makes the rest cheapest.
std::size_t banner_of(ShapeCode& code, std::span<const Line> first, std::size_t long_columns,
                      double& bits) {
    std::size_t best = 0;
    bits = code.cost(shape_of(first, long_columns));
    if (first.size() > kMaxRecord) return best;
    double left_out = 0;
    for (std::size_t left = 1; left <= std::min(first.size(), kMaxBanner); ++left) {
        left_out += bits_left_out(first[left - 1]);
        double trial = left_out;
        if (left < first.size()) {
            if (is_date(first[left]) && !first[left].gap) continue;
            trial += code.cost(shape_of(first.subspan(left), long_columns));
        }
        if (trial < bits) {
            bits = trial;
            best = left;
        }
    }
    return best;
}

// The same for what follows the last record.
std::size_t footer_of(ShapeCode& code, std::span<const Line> last, std::size_t long_columns,
                      double& bits) {
    std::size_t best = 0;
    bits = code.cost(shape_of(last, long_columns));
    if (last.size() > kMaxRecord) return best;
    double left_out = 0;
    for (std::size_t left = 1; left <= std::min(last.size(), kMaxBanner); ++left) {
        const auto kept = last.first(last.size() - left);
        left_out += bits_left_out(last[kept.size()]);
        double trial = left_out;
        if (!kept.empty()) trial += code.cost(shape_of(kept, long_columns));
        if (trial < bits) {
            bits = trial;
            best = left;
        }
    }
    return best;
}

std::span<const Line> lines_of(std::span<const Line> lines, const Record& record) noexcept {
    return lines.subspan(record.begin, record.end - record.begin);
}

// Codes the shapes of records until they need more bits than `most`.
double add_all(ShapeCode& code, std::span<const Line> lines, std::span<const Record> records,
               std::size_t long_columns, double most) {
    double bits = 0;
    for (const Record& record : records) {
        bits += code.add(shape_of(lines_of(lines, record), long_columns));
        if (bits > most) break;
    }
    return bits;
}

// Where every line is an entry, the lines are of one kind: few short ones among long ones are
// categories or headings, few long ones among short ones are excerpts.
double bits_of_mixture(std::span<const Line> lines, std::size_t long_columns) {
    std::size_t longer = 0;
    std::size_t shorter = 0;
    for (const Line& line : lines) {
        if (line.kind == Kind::text) ++(is_long(line, long_columns) ? longer : shorter);
    }
    return kBitsOfMixture * static_cast<double>(std::min(longer, shorter));
}

// What a dump costs under a template; anything over `most` once it is more than that.
double bits_of(const Template& chosen, std::span<const Line> lines, double most,
               std::vector<Record>& records) {
    double bits = 0;
    const auto length = chosen.long_columns;
    if (chosen.cut == Cut::at_text || chosen.cut == Cut::after_text) {
        bits = bits_of_mixture(lines, length);
    }
    // What is rarer has to be plainer.
    if (chosen.cut == Cut::at_text || chosen.cut == Cut::at_long) bits += kBitsOfMetadataBelow;
    if (bits > most) return bits;
    cut_records(chosen, lines, records);
    const std::span<const Record> all(records);
    ShapeCode code;
    if (all.size() < 3) return bits + add_all(code, lines, all, length, most - bits);
    bits += add_all(code, lines, all.subspan(1, all.size() - 2), length, most - bits);
    if (bits > most) return bits;
    double ends = 0;
    const auto first = lines_of(lines, all.front());
    const auto banner = banner_of(code, first, length, ends);
    bits += ends;
    if (banner < first.size()) (void)code.add(shape_of(first.subspan(banner), length));
    (void)footer_of(code, lines_of(lines, all.back()), length, ends);
    return bits + ends;
}

// The bits that the lengths of the texts need when titles and excerpts are told apart at a length:
// a normal distribution of the logarithm for each of the two.
double length_bits(std::span<const Line> lines, std::size_t long_columns) {
    struct Moments {
        double count = 0, sum = 0, squares = 0;
    };
    std::array<Moments, 2> classes;
    for (const Line& line : lines) {
        if (line.kind != Kind::text) continue;
        const double length = std::log2(1.0 + line.columns);
        Moments& moments = classes[is_long(line, long_columns) ? 1 : 0];
        moments.count += 1;
        moments.sum += length;
        moments.squares += length * length;
    }
    double bits = 0;
    constexpr double kLeastVariance = 0.04;
    for (const Moments& moments : classes) {
        if (moments.count == 0) continue;
        const double mean = moments.sum / moments.count;
        const double variance =
            std::max(moments.squares / moments.count - mean * mean, kLeastVariance);
        bits += kBitsOfLength + moments.count * 0.5 * std::log2(variance);
    }
    return bits;
}

constexpr std::array<std::size_t, 12> kLengths{24,  32,  40,  56,  72,  88,
                                               104, 128, 160, 200, 260, 1 + kMaxColumns};

// The lengths that part the texts in different ways. Texts that are not parted are titles or
// excerpts by their mean length.
std::vector<std::size_t> partitions(std::span<const Line> lines) {
    std::size_t texts = 0;
    std::size_t columns = 0;
    for (const Line& line : lines) {
        if (line.kind != Kind::text) continue;
        ++texts;
        columns += line.columns;
    }
    const bool mostly_titles = columns < kMeanTitleColumns * texts;
    std::vector<std::size_t> chosen{mostly_titles ? kLengths.back() : 0};
    std::size_t last = texts;
    for (const std::size_t length : kLengths) {
        const auto longer = static_cast<std::size_t>(
            std::count_if(lines.begin(), lines.end(), [length](const Line& line) {
                return line.kind == Kind::text && is_long(line, length);
            }));
        if (longer != last && longer != 0) chosen.push_back(length);
        last = longer;
    }
    return chosen;
}

// One line of each list, level of heading, and links, where there are two of them at least.
std::vector<Line> list_starts(std::span<const Line> lines) {
    struct Candidate {
        Line start;
        std::size_t count = 0;
    };
    std::vector<Candidate> candidates;
    constexpr std::size_t kMaxCandidates = 12;
    for (const Line& line : lines) {
        if (line.marker == Marker::none) continue;
        const auto found =
            std::find_if(candidates.begin(), candidates.end(),
                         [&](const auto& candidate) { return same_marker(candidate.start, line); });
        if (found != candidates.end()) {
            ++found->count;
        } else if (candidates.size() < kMaxCandidates) {
            candidates.push_back({line, 1});
        }
    }
    std::vector<Line> chosen;
    for (const Candidate& candidate : candidates) {
        if (candidate.count >= 2) chosen.push_back(candidate.start);
    }
    return chosen;
}

std::vector<Template> templates(std::span<const Line> lines) {
    std::vector<Template> all;
    for (const Line& start : list_starts(lines)) all.push_back({Cut::at_marker, start, 0});
    const auto any = [&](auto&& test) { return std::any_of(lines.begin(), lines.end(), test); };
    const bool dates = any(is_date);
    if (any([](const Line& line) { return line.rule; })) all.push_back({Cut::at_rule, {}, 0});
    if (any([](const Line& line) { return line.gap; })) all.push_back({Cut::at_gap, {}, 0});
    all.push_back({Cut::after_long, {}, 0});
    if (any([](const Line& line) { return line.kind == Kind::more; })) {
        all.push_back({Cut::after_more, {}, 0});
    }
    if (dates) all.push_back({Cut::after_date, {}, 0});
    if (any([](const Line& line) { return line.kind == Kind::statistics; })) {
        all.push_back({Cut::after_statistics, {}, 0});
    }
    for (const Cut cut : {Cut::after_text, Cut::at_long, Cut::at_short})
        all.push_back({cut, {}, 0});
    if (dates) all.push_back({Cut::at_date, {}, 0});
    all.push_back({Cut::at_text, {}, 0});
    return all;
}

Template choose(std::span<const Line> lines) {
    lines = lines.first(std::min(lines.size(), kJudgedLines));
    Template best;
    double best_bits = std::numeric_limits<double>::infinity();
    const auto all = templates(lines);
    std::vector<Record> records;
    for (const std::size_t length : partitions(lines)) {
        const double of_lengths = length_bits(lines, length);
        for (Template candidate : all) {
            candidate.long_columns = length;
            const double bits =
                of_lengths + bits_of(candidate, lines, best_bits - of_lengths, records);
            // The earlier of two equals: see the order of Cut.
            if (bits + 1e-6 < best_bits) {
                best_bits = bits;
                best = candidate;
            }
        }
    }
    return best;
}

}  // namespace

bool same_marker(const Line& one, const Line& other) noexcept {
    if (one.marker != other.marker || one.marker == Marker::none) return false;
    switch (one.marker) {
        case Marker::bullet: return one.bullet == other.bullet && one.indent == other.indent;
        case Marker::emoji: return one.bullet == other.bullet;
        case Marker::heading: return one.number == other.number;
        case Marker::number: return one.bullet == other.bullet;
        default: return true;
    }
}

Layout find_layout(std::span<const Line> lines) {
    Layout layout;
    if (lines.empty()) return layout;
    const Template chosen = choose(lines);
    layout.cut = chosen.cut;
    layout.long_columns = chosen.long_columns;
    layout.start = chosen.start;
    cut_records(chosen, lines, layout.records);
    if (layout.records.size() >= 3) {
        const std::span<const Record> all(layout.records);
        const auto length = chosen.long_columns;
        ShapeCode code;
        (void)add_all(code, lines, all.subspan(1, all.size() - 2), length,
                      std::numeric_limits<double>::infinity());
        double bits = 0;
        Record& first = layout.records.front();
        Record& last = layout.records.back();
        first.begin +=
            static_cast<std::uint32_t>(banner_of(code, lines_of(lines, first), length, bits));
        last.end -=
            static_cast<std::uint32_t>(footer_of(code, lines_of(lines, last), length, bits));
    }
    std::erase_if(layout.records, [](const Record& record) { return record.begin == record.end; });
    return layout;
}

}  // namespace feedarc::read
