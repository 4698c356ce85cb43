#pragma once

#include <feedarc/prune.hpp>

#include "cli/context.hpp"

namespace feedarc::cli {

/// Says what a pruning drops: before it begins, for people; and once it is done.
class PrunedReport {
public:
    PrunedReport(const Context& context, bool json, bool dry_run)
        : context_(context), json_(json), dry_run_(dry_run) {}

    void plan(const PruneSummary& plan) const;
    void summary(const PruneSummary& summary) const;

private:
    const Context& context_;
    bool json_;
    bool dry_run_;
};

}  // namespace feedarc::cli
