#include "cli/examples.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace feedarc::cli {
namespace {

// One or two for each command that is not hidden. A new command adds its own.
constexpr std::array kExamples{
    Example{"ingest", "feedarc ingest ~/captures", "Read all snapshots in a folder"},
    Example{"ingest", "feedarc ingest --git ~/scraper --url https://blog.example/ data/page.html",
            "Read every version of a page that a scraper committed to git"},
    Example{"extract", "feedarc extract --url https://blog.example/latest page.html",
            "See what a saved page holds before it is ingested"},
    Example{"extract", "feedarc extract page.html --rule record=div.card --rule 'title=h3 > a'",
            "Try rules for a page whose entries are not found as they should be"},
    Example{"capture", "feedarc capture -q",
            "Fetch what is due, and say something only where there is something to say"},
    Example{"capture", "feedarc capture blog", "Fetch the page of one source now"},
    Example{"try", "feedarc try https://blog.example/latest",
            "See what a page gives before it is watched"},
    Example{"list", "feedarc list --category NLP --since 7d",
            "Records of a category that were seen in the last week"},
    Example{"list", "feedarc list --first-seen-since yesterday --fields title,url --format jsonl",
            "What came since yesterday, for another program"},
    Example{"list", "feedarc list --template '{published}  {title:.60}'",
            "A line of one's own for each record"},
    Example{"search", "feedarc search --category NLP 投机解码", "Records of a category by a word"},
    Example{"search", "feedarc search --rank transformer OR attention",
            "What speaks of one of both, the best first"},
    Example{"show", "feedarc show 12 --why", "One record, and how each revision came to it"},
    Example{"log", "feedarc log --since yesterday", "What happened on the pages since yesterday"},
    Example{"log", "feedarc log --event fetch-failed", "Why pages could not be fetched"},
    Example{"diff", "feedarc diff 2026-01-12 2026-01-13",
            "What changed on the page from one day to the next"},
    Example{"snapshots", "feedarc snapshots --source blog --limit 10",
            "The ten latest snapshots of a source"},
    Example{"sources", "feedarc sources", "All sources, with their health"},
    Example{"sources list", "feedarc sources list --format json",
            "All sources, with all that is known of them, for another program"},
    Example{"sources show", "feedarc sources show blog", "One source, with its settings"},
    Example{"sources add", "feedarc sources add https://blog.example/latest --every 30m",
            "Watch a page, every half hour"},
    Example{"sources set-url", "feedarc sources set-url blog https://blog.example/new",
            "The page of a source has moved"},
    Example{"sources remove", "feedarc sources remove blog", "Watch a page no longer"},
    Example{"sources import", "feedarc sources import subscriptions.opml",
            "Watch all that a feed reader is subscribed to"},
    Example{"sources check", "feedarc sources check",
            "Try all sources, and see which are not healthy"},
    Example{"categories", "feedarc categories --source blog", "The categories of one source"},
    Example{"categorize", "feedarc categorize",
            "Apply the rules of the configuration to all records"},
    Example{"categorize", "feedarc categorize --suggest --limit 20",
            "The twenty surest proposals for records that no rule is for"},
    Example{"cat", "feedarc cat 12 > page.html", "Write the bytes of a snapshot to a file"},
    Example{"export", "feedarc export --format atom --category NLP --out /srv/www/feeds/",
            "Follow a category in a feed reader: /srv/www/feeds/atom.xml"},
    Example{"export", "feedarc export --format warc --out blog.warc.gz --source blog",
            "Write the snapshots of a source to a packed WARC file"},
    Example{"export", "feedarc export --format html --out /srv/www/archive",
            "Write the archive as a site of static pages"},
    Example{"stats", "feedarc stats --format json", "Counts and sizes, for another program"},
    Example{"join", "feedarc join 12 31", "Records 12 and 31 are one article"},
    Example{"split", "feedarc split 12 4:7",
            "What snapshot 4 shows at position 7 is another article than the rest of record 12"},
    Example{"forget", "feedarc forget 12", "Let a snapshot count for nothing"},
    Example{"amend", "feedarc amend --captured-at 2026-01-11T08:30:00Z 12",
            "A snapshot was captured at another time than it was ingested with"},
    Example{"undo", "feedarc undo", "Take the latest correction back"},
    Example{"undo", "feedarc undo --list", "List all corrections, with their numbers"},
    Example{"audit", "feedarc audit --limit 10",
            "The ten most suspicious records, and the commands that put them right"},
    Example{"rebuild", "feedarc rebuild --dry-run", "See what today's rules would change"},
    Example{"backup", "feedarc backup /media/disk/archive-backup.db",
            "Copy the archive to another disk"},
    Example{"doctor", "feedarc doctor", "See whether anything is wrong around the archive"},
    Example{"check", "feedarc check --data", "Look at all of the archive, the pages included"},
    Example{"check", "feedarc check --sample 5%",
            "Look at a twentieth of the pages as well, each day another one"},
    Example{"merge", "feedarc merge laptop.db server.db",
            "Bring in the archives of two other machines"},
    Example{"salvage", "feedarc salvage --archive damaged.db new.db",
            "Bring what is intact of a damaged archive into a new one"},
    Example{"pack", "feedarc pack --dry-run", "See what packing would save"},
    Example{"prune", "feedarc prune --keep-daily 30 --keep-monthly 24 --dry-run",
            "See what would go, were a page a day and then one a month kept"},
    Example{"config check", "feedarc config check", "Name every mistake in the configuration"},
    Example{"install-timer", "feedarc install-timer --user --every 15m",
            "Look every quarter of an hour which sources are due"},
    Example{"completions",
            "feedarc completions bash > ~/.local/share/bash-completion/completions/feedarc",
            "Let bash complete commands, options and names, without a package"},
    Example{"completions", "feedarc completions fish > ~/.config/fish/completions/feedarc.fish",
            "The same for fish"},
    Example{"sql", "feedarc sql", "Look around in the archive, in sqlite3"},
    Example{"sql",
            "feedarc sql 'SELECT category, count(*) AS n FROM entries GROUP BY 1 ORDER BY 2 DESC'",
            "How many records each category has"},
};

}  // namespace

std::vector<Example> examples_of(std::string_view command) {
    std::vector<Example> examples;
    std::copy_if(kExamples.begin(), kExamples.end(), std::back_inserter(examples),
                 [&](const Example& example) { return example.command == command; });
    return examples;
}

}  // namespace feedarc::cli
