#pragma once

#include <feedarc/capture.hpp>
#include <feedarc/event.hpp>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::app {

/// Runs the commands of hooks for events, in their order: each with one JSON object on its standard
/// input, `{"event":…,"at":…,"source":…,"url":…,"snapshot":…,"detail":…,"record":{…} or null}`, the
/// record as `list --format json` shows it. Gives what went wrong, in words for a person.
[[nodiscard]] std::vector<std::string> run_hooks(
    const CaptureHooks& hooks, const std::vector<Event>& events,
    const std::function<std::optional<Record>(RecordId)>& record, const std::atomic<int>* stop);

}  // namespace feedarc::app
