#pragma once

#include "cli/command.hpp"

#include <array>

namespace feedarc::cli {

Action configure_ingest(CLI::App& options);
Action configure_extract(CLI::App& options);
Action configure_capture(CLI::App& options);
Action configure_try(CLI::App& options);
Action configure_list(CLI::App& options);
Action configure_search(CLI::App& options);
Action configure_show(CLI::App& options);
Action configure_log(CLI::App& options);
Action configure_diff(CLI::App& options);
Action configure_snapshots(CLI::App& options);
Action configure_sources(CLI::App& options);
Action configure_sources_show(CLI::App& options);
Action configure_sources_add(CLI::App& options);
Action configure_sources_set_url(CLI::App& options);
Action configure_sources_remove(CLI::App& options);
Action configure_sources_import(CLI::App& options);
Action configure_sources_check(CLI::App& options);
Action configure_categories(CLI::App& options);
Action configure_categorize(CLI::App& options);
Action configure_cat(CLI::App& options);
Action configure_export(CLI::App& options);
Action configure_stats(CLI::App& options);
Action configure_join(CLI::App& options);
Action configure_split(CLI::App& options);
Action configure_forget(CLI::App& options);
Action configure_amend(CLI::App& options);
Action configure_undo(CLI::App& options);
Action configure_audit(CLI::App& options);
Action configure_rebuild(CLI::App& options);
Action configure_backup(CLI::App& options);
Action configure_doctor(CLI::App& options);
Action configure_check(CLI::App& options);
Action configure_merge(CLI::App& options);
Action configure_salvage(CLI::App& options);
Action configure_pack(CLI::App& options);
Action configure_prune(CLI::App& options);
Action configure_config_check(CLI::App& options);
Action configure_install_timer(CLI::App& options);
Action configure_sql(CLI::App& options);
Action configure_completions(CLI::App& options);
Action configure_complete_values(CLI::App& options);

/// Every command, in the order that `feedarc --help` shows. A new one is a file in this folder, its
/// declaration above, and its row here; its examples are in cli/examples.cpp.
inline constexpr std::array kCommandTable{
    Command{"ingest", "Read snapshots into the archive", configure_ingest},
    Command{"extract", "Print the entries that snapshots hold, without an archive",
            configure_extract},
    Command{"capture", "Fetch the pages that are due, and store them", configure_capture},
    Command{"try", "Fetch a page and show what it holds, storing nothing", configure_try},
    Command{"list", "List records, newest last-seen first", configure_list},
    Command{"search", "Find records by words of their titles and texts", configure_search},
    Command{"show", "Show one record with all that is known about it", configure_show},
    Command{"log", "List what happened on the pages, in time order", configure_log},
    Command{"diff", "Compare two snapshots of a page entry by entry", configure_diff},
    Command{"snapshots", "List what has been captured", configure_snapshots},
    Command{"sources", "List the pages watched", configure_sources},
    Command{"sources list", "The same", configure_sources},
    Command{"sources show", "Show what is configured for a source and known of it",
            configure_sources_show},
    Command{"sources add", "Watch a page", configure_sources_add},
    Command{"sources set-url", "Give a source another address", configure_sources_set_url},
    Command{"sources remove", "Watch a page no longer", configure_sources_remove},
    Command{"sources import", "Watch the pages of a list of subscriptions (OPML)",
            configure_sources_import},
    Command{"sources check", "Try every source, storing nothing", configure_sources_check},
    Command{"categories", "List the categories in use", configure_categories},
    Command{"categorize", "Give records categories that their pages do not show",
            configure_categorize},
    Command{"cat", "Print the bytes of a stored snapshot", configure_cat},
    Command{"export", "Write the archive for other programs", configure_export},
    Command{"stats", "Show counts, sizes and ratios", configure_stats},
    Command{"join", "Say that two records are one article", configure_join},
    Command{"split", "Say that a record holds another article", configure_split},
    Command{"forget", "Take a snapshot out of all that is derived", configure_forget},
    Command{"amend", "Give a snapshot another source or time", configure_amend},
    Command{"undo", "Take a correction back, or list them", configure_undo},
    Command{"audit", "List suspicious joins and likely missed ones", configure_audit},
    Command{"rebuild", "Derive all records again with today's rules", configure_rebuild},
    Command{"backup", "Copy the archive while others use it", configure_backup},
    Command{"doctor", "Check what the archive depends on", configure_doctor},
    Command{"check", "Look whether the archive is as it was written", configure_check},
    Command{"merge", "Bring in the archives of other machines", configure_merge},
    Command{"salvage", "Make a new archive of what is intact of a damaged one", configure_salvage},
    Command{"pack", "Pack old snapshots anew, so that they take less", configure_pack},
    Command{"prune", "Drop the bytes of old snapshots by rules", configure_prune},
    Command{"config check", "Check the configuration file", configure_config_check},
    Command{"install-timer", "Let systemd capture from time to time", configure_install_timer},
    Command{"sql", "Query the archive in SQL, reading only", configure_sql},
    Command{"completions", "Print what lets a shell complete commands and names",
            configure_completions},
    Command{"complete-values", "Print names for completions", configure_complete_values, true},
};

}  // namespace feedarc::cli
