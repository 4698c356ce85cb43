#include "app/site.hpp"

#include <feedarc/variation.hpp>

#include "app/changed_fields.hpp"
#include "app/interrupted_export.hpp"
#include "app/site_groups.hpp"
#include "app/site_timeline.hpp"
#include "render/local_time.hpp"
#include "render/site/pages.hpp"
#include "render/site/search_index.hpp"
#include "text/unicode.hpp"
#include "text/width.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace feedarc::app {
namespace {

using render::site::Group;
using render::site::GroupKind;
using render::site::Row;

// What a list shows of a record.
constexpr std::size_t kTitleColumns = 160;
constexpr std::size_t kWordsColumns = 90;  // of a text that stands for a title
constexpr std::size_t kExcerptColumns = 220;

std::string valid(const std::string& text) {
    text::Repairs repairs;
    return text::is_valid_utf8(text) ? text : text::repair_utf8(text, repairs);
}

std::string cut(const std::string& text, std::size_t columns) {
    return text::truncate_to_width(valid(text), columns);
}

// `2026-01-11T08:30:00Z` as people read it; shorter ones as they are.
std::string published_words(const Published& published) {
    std::string words = valid(published.value);
    constexpr std::size_t kMinute = 16;
    if (words.size() > kMinute && words[10] == 'T') {
        words.resize(kMinute);
        words[10] = ' ';
    }
    if (published.precision == DatePrecision::week) words = "week of " + words;
    return words;
}

Row row_of(const Record& record) {
    Row row;
    row.uuid = record.uuid.hex();
    const Entry& best = record.best;
    row.title =
        best.title.empty() ? cut(best.excerpt, kWordsColumns) : cut(best.title, kTitleColumns);
    if (row.title.empty()) row.title = best.url.empty() ? "(no title)" : valid(best.url);
    if (!best.title.empty()) row.excerpt = cut(best.excerpt, kExcerptColumns);
    row.url = valid(best.url);
    row.source = valid(record.source);
    row.category = valid(best.category);
    row.category_key = text::fold(row.category);
    row.published = published_words(best.published);
    row.first_seen = record.first_seen;
    row.presence = record.presence;
    return row;
}

// Makes the files while the records pass by.
class SiteWriter {
public:
    SiteWriter(Archive& archive, const SiteRequest& request, const SiteSink& sink)
        : archive_(archive),
          request_(request),
          sink_(sink),
          site_{request.title},
          groups_(site_, sink_),
          index_(sink_),
          timeline_(archive, request.filter) {
        for (const SourceInfo& source : archive.sources()) urls_[source.name] = source.url;
    }

    void add(const Record& record) {
        stop_export_if_asked(request_.stop);
        const Row row = row_of(record);
        const auto detail = archive_.record(record.id);
        if (!detail) return;
        const auto& contents = detail->revisions;
        const auto& runs = detail->runs;
        write_record(record, row, contents, runs);
        add_to_groups(record, row);
        add_to_index(row, record, contents);
        timeline_.add(record, row, runs);
        ++records_;
    }

    std::int64_t finish() {
        groups_.finish();
        index_.finish();
        sink_(std::string(render::site::kTimelinePath), timeline_.page(site_));
        sink_("site.css", render::site::style_sheet());
        sink_("site.js", render::site::script());
        return records_;
    }

private:
    void write_record(const Record& record, const Row& row, const std::vector<Revision>& contents,
                      const std::vector<PresenceRun>& runs) {
        const auto revisions = revisions_of(contents, archive_.volatile_places(record.id));
        std::vector<std::vector<render::site::FieldChange>> changes(revisions.size());
        const auto changed = changed_fields(revisions);
        for (std::size_t i = 0; i < changed.size(); ++i) {
            for (const ChangedField& field : changed[i]) {
                changes[i].push_back({field.change.field, describe(field.change), field.pieces()});
            }
        }
        sink_(render::site::record_path(row.uuid),
              render::site::record_page(site_, {row, record, revisions, changes, runs}));
    }

    void add_to_groups(const Record& record, const Row& row) {
        groups_.add({GroupKind::all, "", "", "", 0}, row);
        groups_.add({GroupKind::source, row.source, row.source, urls_[record.source], 0}, row);
        const std::string label = row.category.empty() ? "Without a category" : row.category;
        groups_.add({GroupKind::category, row.category_key, label, "", 0}, row);
        const std::string day = render::short_day(record.first_seen);
        groups_.add({GroupKind::day, day, day, "", 0}, row);
    }

    void add_to_index(const Row& row, const Record& record, const std::vector<Revision>& contents) {
        std::vector<std::string> texts{valid(record.best.title), valid(record.best.excerpt)};
        for (const Revision& content : contents) {
            texts.push_back(valid(content.entry.title));
            texts.push_back(valid(content.entry.excerpt));
        }
        index_.add(row, texts);
    }

    Archive& archive_;
    const SiteRequest& request_;
    const SiteSink& sink_;
    const render::site::Site site_;
    SiteGroups groups_;
    render::site::SearchIndex index_;
    SiteTimeline timeline_;
    std::map<std::string, std::string> urls_;
    std::int64_t records_ = 0;
};

// Those that an order of the caller's chooses, by first seen.
std::vector<Record> chosen_records(Archive& archive, const SiteRequest& request) {
    std::vector<Record> records;
    std::set<RecordId> seen;
    const auto keep = [&](const Record& record) {
        // Several pages may show one.
        if (seen.insert(record.id).second) records.push_back(record);
        return true;
    };
    if (request.at) {
        archive.find_at(*request.at, request.filter, keep);
    } else {
        archive.find(request.filter, keep);
    }
    std::stable_sort(records.begin(), records.end(), [](const Record& a, const Record& b) {
        return std::tie(a.first_seen, a.uuid) < std::tie(b.first_seen, b.uuid);
    });
    return records;
}

}  // namespace

std::int64_t write_site(Archive& archive, const SiteRequest& request, const SiteSink& sink) {
    SiteWriter writer(archive, request, sink);
    if (request.at || request.filter.limit || request.filter.after) {
        for (const Record& record : chosen_records(archive, request)) writer.add(record);
        return writer.finish();
    }
    Filter filter = request.filter;
    filter.sort = Sort::first_seen;
    filter.reverse = true;  // the oldest first
    archive.find(filter, [&](const Record& record) {
        writer.add(record);
        return true;
    });
    return writer.finish();
}

}  // namespace feedarc::app
