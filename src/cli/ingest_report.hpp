#pragma once

#include <feedarc/ingest.hpp>

#include "cli/context.hpp"
#include "cli/exit_status.hpp"
#include "cli/progress.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace feedarc::cli {

/// Where the snapshots of a run come from.
enum class Work { ingest, capture };

/// What a run of ingest or capture prints, as it goes: JSON lines on standard output where asked
/// for; failures, and what a person wants to know, on standard error.
class IngestReport {
public:
    IngestReport(const Context& context, bool json, bool dry_run, Work work = Work::ingest);

    void add(const IngestedSnapshot& snapshot);
    /// Something else to say under `--verbose`.
    void remark(const std::string& text);
    /// Something that went wrong beside a snapshot.
    void complain(const std::string& text);
    void update(const IngestProgress& progress);
    /// Prints the summary. Returns the status of the run; throws where the JSON could not be
    /// written.
    [[nodiscard]] ExitStatus finish(const IngestSummary& summary);
    /// The run ended early: prints what was held back.
    void abandon();

    /// The outcome of the snapshots so far.
    [[nodiscard]] ExitStatus status() const noexcept { return status_; }

private:
    void print_json(const std::string& line);
    void tell(const IngestedSnapshot& snapshot);
    void print_lines();

    const Context& context_;
    bool json_;
    bool dry_run_;
    Work work_;
    bool output_gone_ = false;
    bool output_failed_ = false;
    std::size_t told_ = 0;
    std::vector<std::string> lines_;  ///< held back until it is known that there are few
    ExitStatus status_ = ExitStatus::ok;
    Progress progress_;
};

/// Does the work of a run, tells the report what happens, and gives the outcome. While it lasts, a
/// signal waits for the transaction in hand. Throws Error(interrupted) and Error(usage).
[[nodiscard]] ExitStatus run_reporting(
    const Context& context, IngestReport& report,
    const std::function<IngestSummary(const IngestListener&)>& work);

/// The lines of `--json`, without the line break.
[[nodiscard]] std::string json_line(const IngestedSnapshot& snapshot);
[[nodiscard]] std::string json_line(const IngestSummary& summary, Work work = Work::ingest);

/// `4 snapshots, 35 entries: 23 new records, 0 changed (23 in the archive)`
[[nodiscard]] std::string summary_text(const IngestSummary& summary, bool dry_run);

}  // namespace feedarc::cli
