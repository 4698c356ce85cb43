#include "app/hooks.hpp"

#include "base/child_process.hpp"
#include "render/json_text.hpp"
#include "render/record_fields.hpp"

#include <fmt/format.h>

#include <chrono>

namespace feedarc::app {
namespace {

constexpr std::chrono::seconds kLongestHook{60};

const std::string& command_of(const CaptureHooks& hooks, EventKind kind) {
    static const std::string kNone;
    switch (kind) {
        case EventKind::appeared: return hooks.on_new;
        case EventKind::removed: return hooks.on_removed;
        case EventKind::unhealthy:
        case EventKind::redesign: return hooks.on_unhealthy;
        default: return kNone;
    }
}

std::string json_of(const Record& record) {
    render::JsonObject object;
    for (const auto& field : render::record_fields().fields) {
        object.add(field.column.name, field.value(record));
    }
    return object.text();
}

std::string json_of(const Event& event, const std::optional<Record>& record) {
    using render::text_or_null;
    using render::Value;
    return render::JsonObject()
               .add("event", std::string_view(to_string(event.kind)))
               .add("at", Value(event.at))
               .add("source", text_or_null(event.source))
               .add("url", text_or_null(event.page_url))
               .add("snapshot", event.snapshot ? Value(*event.snapshot) : Value())
               .add("detail", text_or_null(event.detail))
               .add_json("record", record ? json_of(*record) : "null")
               .text() +
           '\n';
}

std::optional<std::string> problem_of(const base::CommandResult& result) {
    using End = base::CommandResult::End;
    switch (result.end) {
        case End::exited:
            if (result.status == 0) return std::nullopt;
            return fmt::format("it ended with status {}", result.status);
        case End::signalled: return fmt::format("it was ended by signal {}", result.status);
        case End::over_output_limit: return "it prints too much";
        case End::over_time_limit:
            return fmt::format("it runs longer than {} s", kLongestHook.count());
        case End::stopped: return "it was interrupted";
        case End::not_started: break;
    }
    return fmt::format("it does not start (errno {})", result.status);
}

std::string quoted(const base::CommandResult& result) {
    return result.last_words.empty() ? "" : fmt::format(" ({})", result.last_words);
}

}  // namespace

std::vector<std::string> run_hooks(const CaptureHooks& hooks, const std::vector<Event>& events,
                                   const std::function<std::optional<Record>(RecordId)>& record,
                                   const std::atomic<int>* stop) {
    std::vector<std::string> problems;
    for (const Event& event : events) {
        const std::string& text = command_of(hooks, event.kind);
        if (text.empty()) continue;
        base::Command command;
        command.text = text;
        command.input = json_of(event, event.record ? record(*event.record) : std::nullopt);
        command.time_limit = kLongestHook;
        command.stop = stop;
        const base::CommandResult result = base::run_command(command);
        if (const auto problem = problem_of(result)) {
            problems.push_back(fmt::format("{}: the hook for `{}` failed: {}{}", event.source,
                                           to_string(event.kind), *problem, quoted(result)));
        }
    }
    return problems;
}

}  // namespace feedarc::app
