#include "cli/record_groups.hpp"

#include <feedarc/error.hpp>

#include "cli/options.hpp"
#include "render/formats/formats.hpp"
#include "render/local_time.hpp"
#include "render/record_fields.hpp"
#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <ostream>
#include <set>
#include <utility>
#include <vector>

namespace feedarc::cli {
namespace {

using render::Value;

struct GroupCount {
    std::string group;
    std::int64_t records = 0;
};

constexpr std::array kFields{
    render::Field<GroupCount>{{"group"},
                              [](const GroupCount& row) { return render::text_or_null(row.group); },
                              [](const GroupCount& row) {
                                  return Value(row.group.empty() ? std::string("(none)")
                                                                 : row.group);
                              }},
    render::Field<GroupCount>{{"records", render::Kind::integer},
                              [](const GroupCount& row) { return Value(row.records); }},
};
constexpr render::FieldTable<GroupCount> kTable{kFields, {}, {}};

// A visitor of records with their group; it returns false when it has enough.
using Visit = std::function<bool(const std::string& group, const Record& record)>;

constexpr std::size_t kDate = 10;  // of 2026-01-11T08:30:00Z

std::string day_of(const Record& record, Sort sort) {
    if (sort == Sort::first_seen) return render::short_day(record.first_seen);
    if (sort == Sort::published) {
        const std::string& published = record.best.published.value;
        return published.substr(0, std::min(published.size(), kDate));
    }
    return render::short_day(record.last_seen);
}

void visit_days(Archive& archive, const Filter& filter, const Visit& visit) {
    if (filter.sort == Sort::sightings || filter.sort == Sort::title) {
        throw Error(ErrorCode::usage,
                    "--group day: goes with --sort last-seen, first-seen or published");
    }
    archive.find(filter,
                 [&](const Record& record) { return visit(day_of(record, filter.sort), record); });
}

// The filter of each category, or of each source, that another one lets through.
std::vector<std::pair<std::string, Filter>> parts_of(Archive& archive, const Filter& filter,
                                                     bool by_source) {
    std::vector<std::pair<std::string, Filter>> parts;
    if (by_source) {
        for (const SourceInfo& source : archive.sources()) {
            if (filter.source && *filter.source != source.name) continue;
            parts.emplace_back(source.name, filter).second.source = source.name;
        }
        return parts;
    }
    std::set<std::string> wanted;
    for (const std::string& name : filter.categories) wanted.insert(text::fold(name));
    for (const CategoryInfo& category : archive.categories(filter.source)) {
        if (!wanted.empty() && !wanted.contains(text::fold(category.name))) continue;
        parts.emplace_back(category.name, filter).second.categories = {category.name};
    }
    return parts;
}

void visit_groups(Archive& archive, const GroupOptions& groups, const Filter& filter,
                  const Visit& visit) {
    if (*groups.by == "day") {
        visit_days(archive, filter, visit);
        return;
    }
    std::optional<std::int64_t> left = filter.limit;
    for (auto& [group, part] : parts_of(archive, filter, *groups.by == "source")) {
        if (left && *left == 0) return;
        part.limit = left;
        bool more = true;
        archive.find(part, [&, &name = group](const Record& record) {
            if (left) --*left;
            more = visit(name, record);
            return more;
        });
        if (!more) return;
    }
}

// A table or a Markdown table for each group, under its name.
class Headings {
public:
    Headings(const Context& context, const OutputOptions& output)
        : context_(context), output_(output) {}

    void add(const std::string& group, const Record& record) {
        if (!rows_ || group != group_) begin(group);
        rows_->add(record);
    }
    void finish() {
        if (rows_) rows_->finish();
        rows_.reset();
    }

private:
    void begin(const std::string& group) {
        std::ostream& out = context_.session.out;
        if (rows_) {
            finish();
            out << '\n';
        }
        group_ = group;
        const std::string name = group.empty() ? "(none)" : group;
        if (output_.chosen_format(context_).name == "markdown") {
            out << "## " + render::markdown_text(name) + "\n\n";
        } else {
            out << text::visible(name) + '\n';
        }
        rows_ =
            std::make_unique<render::Rows<Record>>(output_.rows(context_, render::record_fields()));
    }

    const Context& context_;
    const OutputOptions& output_;
    std::string group_;
    std::unique_ptr<render::Rows<Record>> rows_;
};

}  // namespace

void GroupOptions::add_to(CLI::App& app) {
    add_choice(app, "--group", by, {"day", "category", "source"},
               "Group by group: under headings, or with a column in front");
}

std::int64_t list_by_group(const Context& context, Archive& archive, const GroupOptions& groups,
                           const OutputOptions& output, const Filter& filter) {
    std::int64_t shown = 0;
    auto rows = output.rows(context, render::record_fields());
    const bool people = output.chosen_format(context).audience == render::Audience::people;
    if (people && !output.line_template) {
        Headings headings(context, output);
        visit_groups(archive, groups, filter, [&](const std::string& group, const Record& record) {
            headings.add(group, record);
            ++shown;
            return true;
        });
        headings.finish();
        return shown;
    }
    if (!output.line_template) rows.lead_with("group");
    visit_groups(archive, groups, filter, [&](const std::string& group, const Record& record) {
        rows.add(record, render::text_or_null(group));
        ++shown;
        return true;
    });
    rows.finish();
    return shown;
}

std::int64_t count_by_group(const Context& context, Archive& archive, const GroupOptions& groups,
                            const OutputOptions& output, const Filter& filter) {
    std::int64_t total = 0;
    auto rows = output.rows(context, kTable);
    const auto add = [&](const GroupCount& count) {
        if (count.records > 0) rows.add(count);
        total += count.records;
    };
    if (*groups.by == "day") {
        GroupCount count;
        visit_days(archive, filter, [&](const std::string& group, const Record&) {
            if (group != count.group) add(std::exchange(count, {group, 0}));
            ++count.records;
            return true;
        });
        add(count);
    } else {
        for (const auto& [group, part] : parts_of(archive, filter, *groups.by == "source")) {
            add({group, archive.count(part)});
        }
    }
    rows.finish();
    return total;
}

}  // namespace feedarc::cli
