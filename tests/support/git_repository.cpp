#include "support/git_repository.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace feedarc::test {
namespace {

constexpr const char* kCommittedAt = "1780000000";

Outcome run_git(std::vector<std::string> arguments, const std::string& home, std::string input) {
    ProcessOptions options;
    const char* const path = std::getenv("PATH");
    options.environment = {"HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
                           std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path)};
    options.arguments = std::move(arguments);
    options.arguments.insert(options.arguments.begin(), "git");
    options.input = std::move(input);
    return run_process("/usr/bin/env", options);
}

// git-fast-import(1), "Path": quoted as C does, so that any byte can stand in it.
std::string in_quotes(std::string_view path) {
    std::string text = "\"";
    for (const char byte : path) {
        if (byte == '"' || byte == '\\') text += '\\';
        if (byte == '\n') {
            text += "\\n";
        } else {
            text += byte;
        }
    }
    return text + '"';
}

std::string data_of(std::string_view bytes) {
    return "data " + std::to_string(bytes.size()) + "\n" + std::string(bytes) + "\n";
}

void expect_success(const Outcome& outcome) {
    if (outcome.status != 0) throw std::runtime_error("git: " + outcome.err);
}

}  // namespace

bool GitRepository::git_is_there() {
    return run_git({"--version"}, "/", "").status == 0;
}

std::size_t GitRepository::commit(std::int64_t written_at, const std::vector<Change>& changes,
                                  const std::vector<std::size_t>& parents) {
    return commit_to("main", written_at, changes, parents);
}

std::size_t GitRepository::commit_to(std::string_view branch, std::int64_t written_at,
                                     const std::vector<Change>& changes,
                                     const std::vector<std::size_t>& parents) {
    const auto mark = [](std::size_t number) { return ":" + std::to_string(number); };
    ++commits_;
    stream_ += "commit refs/heads/" + std::string(branch) + "\nmark " + mark(commits_);
    stream_ += "\nauthor A <a@a.example> " + std::to_string(written_at) + " +0000";
    stream_ +=
        "\ncommitter A <a@a.example> " + std::string(kCommittedAt) + " +0000\n" + data_of("c");
    for (std::size_t i = 0; i < parents.size(); ++i) {
        stream_ += (i == 0 ? "from " : "merge ") + mark(parents[i]) + "\n";
    }
    for (const Change& change : changes) {
        if (change.mode.empty()) {
            stream_ += "D " + in_quotes(change.path) + "\n";
        } else if (change.mode == "160000") {
            stream_ += "M 160000 " + change.bytes + " " + in_quotes(change.path) + "\n";
        } else {
            stream_ += "M " + change.mode + " inline " + in_quotes(change.path) + "\n";
            stream_ += data_of(change.bytes);
        }
    }
    return commits_;
}

void GitRepository::make(bool bare) {
    std::filesystem::create_directories(folder_);
    std::vector<std::string> init{"init", "--quiet", "--initial-branch=main"};
    if (bare) init.emplace_back("--bare");
    expect_success(git(init));
    expect_success(git({"fast-import", "--quiet"}, stream_));
    if (!bare) expect_success(git({"reset", "--quiet", "--hard"}));
}

Outcome GitRepository::git(std::vector<std::string> arguments, std::string input) const {
    arguments.insert(arguments.begin(), {"-C", folder_});
    return run_git(std::move(arguments), folder_, std::move(input));
}

}  // namespace feedarc::test
