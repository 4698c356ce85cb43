#include "app/git_history.hpp"

#include "app/git_blobs.hpp"
#include "app/git_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace feedarc::app {
namespace {

constexpr std::size_t kShownDigits = 12;      // of the name of a commit
constexpr std::int64_t kLast = 253402300799;  // 9999-12-31T23:59:59Z

// A file as a commit left it.
struct Version {
    std::string commit;
    std::string time;  // in seconds, as git prints it
    std::string mode;
    std::string object;
};

// What the history has of one path.
struct Versions {
    std::vector<Version> list;
    std::size_t deletions = 0;
    std::size_t of_mode_alone = 0;
    bool folder = false;  // in some commit the path is one
};

// What git prints, a piece after the other.
class Pieces {
public:
    Pieces(std::string_view text, char end) : text_(text), end_(end) {}

    std::optional<std::string_view> next() {
        if (text_.empty()) return std::nullopt;
        const std::size_t size = std::min(text_.find(end_), text_.size());
        const std::string_view piece = text_.substr(0, size);
        text_.remove_prefix(std::min(size + 1, text_.size()));
        return piece;
    }

private:
    std::string_view text_;
    char end_;
};

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    Pieces pieces(line, ' ');
    while (const auto word = pieces.next()) words.push_back(*word);
    return words;
}

// The path as git prints it, relative to the folder of the repository that was named.
std::string normal_path(const std::string& path) {
    std::string normal = std::filesystem::path(path).lexically_normal().generic_string();
    while (normal.ends_with('/')) normal.pop_back();
    if (normal.empty() || normal == "." || normal == ".." || normal.starts_with("../") ||
        path.starts_with('/')) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: name a file as it is called within the folder of --git, such "
                                "as data/page.html",
                                path));
    }
    return normal;
}

std::string commit_of(const GitProgram& git, const std::string& ref) {
    const std::string name = ref.empty() ? "HEAD" : ref;
    try {
        std::string commit =
            git.run({"rev-parse", "--verify", "--end-of-options", name + "^{commit}"});
        while (commit.ends_with('\n')) commit.pop_back();
        // `^NAME` is a revision to git as well, of what is left out.
        if (!commit.starts_with('^')) return commit;
    } catch (const Error& error) {
        if (std::string_view(error.what()).find("Needed a single revision") ==
            std::string_view::npos) {
            throw;
        }
    }
    throw Error(
        ErrorCode::input,
        ref.empty()
            ? fmt::format("{}: nothing was committed to what is checked out here; name a "
                          "branch with --git-ref",
                          git.repository())
            : fmt::format("{}: there is no branch, tag or commit '{}'", git.repository(), ref));
}

// Takes one row of a commit in: `:OLD-MODE MODE OLD-OBJECT OBJECT STATUS`, and the path of it.
void take_row(Versions& versions, std::string_view commit, std::string_view time,
              std::string_view row, std::string_view row_path, std::string_view path) {
    if (row_path != path) {
        versions.folder = true;
        return;
    }
    const auto words = words_of(row);
    if (words.size() != 5) throw Error(ErrorCode::input, "git: it lists a history in another form");
    if (words[4].starts_with('D')) {
        ++versions.deletions;
    } else if (words[2] == words[3]) {
        ++versions.of_mode_alone;
    } else {
        versions.list.push_back(
            {std::string(commit), std::string(time), std::string(words[1]), std::string(words[3])});
    }
}

Versions versions_of(const GitProgram& git, const std::string& commit, const std::string& path) {
    std::string commits = git.run(
        {"rev-list", "--full-history", "--no-merges", "--end-of-options", commit, "--", path});
    const std::string rows =
        git.run({"diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev",
                 "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "--format=%H %at",
                 "--end-of-options", "--", path},
                std::move(commits));
    Versions versions;
    std::string_view of_commit;
    std::string_view time;
    Pieces pieces(rows, '\0');
    while (auto piece = pieces.next()) {
        if (piece->starts_with('\n')) piece->remove_prefix(1);
        if (piece->starts_with(':')) {
            take_row(versions, of_commit, time, *piece, pieces.next().value_or(""), path);
            continue;
        }
        const auto words = words_of(*piece);
        of_commit = words.empty() ? "" : words[0];
        time = words.size() < 2 ? "" : words[1];
    }
    return versions;
}

// How large each of them is; those that are not there, or are no file, are left out.
std::unordered_map<std::string, std::uintmax_t> sizes_of(const GitProgram& git,
                                                         const std::vector<Version>& versions) {
    std::string objects;
    for (const Version& version : versions) objects.append(version.object).append("\n");
    const std::string lines =
        git.run({"cat-file", "--buffer", "--batch-check=%(objectname) %(objecttype) %(objectsize)"},
                std::move(objects));
    std::unordered_map<std::string, std::uintmax_t> sizes;
    Pieces pieces(lines, '\n');
    while (const auto line = pieces.next()) {
        const auto words = words_of(*line);
        std::uintmax_t size = 0;
        if (words.size() != 3 || words[1] != "blob") continue;
        const char* const end = words[2].data() + words[2].size();
        if (std::from_chars(words[2].data(), end, size).ptr == end) {
            sizes.emplace(words[0], size);
        }
    }
    return sizes;
}

std::optional<Time> time_of(const std::string& seconds) {
    std::int64_t value = 0;
    const char* const end = seconds.data() + seconds.size();
    const auto [rest, error] = std::from_chars(seconds.data(), end, value);
    if (error != std::errc() || rest != end || value < 0 || value > kLast) return std::nullopt;
    return Time{std::chrono::seconds{value}};
}

std::string named(const GitProgram& git, const std::string& path) {
    return fmt::format("{}:{}", git.repository(), path);
}

Input with_problem(Input input, ErrorCode code, const std::string& what) {
    input.problem.emplace(code, fmt::format("{}: {}", input.path, what));
    return input;
}

// Turns the versions of a path into inputs.
class InputMaker {
public:
    InputMaker(const GitProgram& git, std::string path, std::size_t page_bytes,
               std::shared_ptr<GitBlobs> blobs)
        : git_(git), path_(std::move(path)), page_bytes_(page_bytes), blobs_(std::move(blobs)) {}

    void add(const std::vector<Version>& versions, std::vector<Input>& inputs) const {
        const auto sizes = sizes_of(git_, versions);
        for (const Version& version : versions) {
            const auto size = sizes.find(version.object);
            inputs.push_back(size == sizes.end() ? input(version, std::nullopt)
                                                 : input(version, size->second));
        }
    }

private:
    [[nodiscard]] Input input(const Version& version, std::optional<std::uintmax_t> size) const {
        Input input;
        input.path =
            fmt::format("{}@{}", named(git_, path_), version.commit.substr(0, kShownDigits));
        const auto time = time_of(version.time);
        if (time) input.captured_at = *time;
        const auto problem = [&](ErrorCode code, const std::string& what) {
            return with_problem(std::move(input), code, what);
        };
        if (version.mode == "120000") return problem(ErrorCode::input, "a symbolic link, no file");
        if (version.mode == "160000") return problem(ErrorCode::input, "a submodule, no file");
        if (!time) return problem(ErrorCode::input, "its commit has no time that can be");
        if (!size) {
            return problem(ErrorCode::input,
                           "its bytes are not in this clone; `git fetch` may bring them");
        }
        if (*size > page_bytes_) {
            return problem(ErrorCode::limit,
                           fmt::format("more than {} bytes (limit page-size)", page_bytes_));
        }
        input.size = *size;
        input.open = [blobs = blobs_, object = version.object, most = page_bytes_,
                      name = input.path] { return opened(*blobs, object, most, name); };
        return input;
    }

    static base::ByteSource opened(GitBlobs& blobs, const std::string& object, std::size_t most,
                                   const std::string& name) {
        try {
            auto bytes = std::make_shared<const std::string>(blobs.read(object, most));
            return [bytes, at = std::size_t{0}](char* to, std::size_t size) mutable {
                const std::size_t used = bytes->copy(to, size, at);
                at += used;
                return used;
            };
        } catch (const Error& error) {
            throw Error(error.code(), fmt::format("{}: {}", name, error.what()));
        }
    }

    const GitProgram& git_;
    std::string path_;
    std::size_t page_bytes_;
    std::shared_ptr<GitBlobs> blobs_;
};

Input without_versions(const GitProgram& git, const std::string& path, bool folder) {
    Input input;
    input.path = named(git, path);
    return with_problem(std::move(input), ErrorCode::input,
                        folder ? "a folder; name the files in it one by one"
                               : "no commit has such a file; the path is that within the folder of "
                                 "--git, and renames are not followed");
}

}  // namespace

std::vector<Input> git_inputs(const GitHistory& history, std::size_t page_bytes,
                              const std::atomic<int>* stop,
                              const std::function<void(const std::string&)>& remark) {
    std::vector<std::string> paths;
    for (const std::string& path : history.paths) paths.push_back(normal_path(path));
    const GitProgram git(history.repository, stop);
    const auto blobs = std::make_shared<GitBlobs>(git);
    const std::string commit = commit_of(git, history.ref);
    std::vector<Input> inputs;
    for (const std::string& path : paths) {
        const Versions versions = versions_of(git, commit, path);
        if (versions.list.empty()) {
            inputs.push_back(without_versions(git, path, versions.folder));
            continue;
        }
        InputMaker(git, path, page_bytes, blobs).add(versions.list, inputs);
        if (remark) {
            remark(
                fmt::format("{}: {} versions; passed over: {} commits that delete it, {} that "
                            "change its mode alone",
                            named(git, path), versions.list.size(), versions.deletions,
                            versions.of_mode_alone));
        }
    }
    std::stable_sort(inputs.begin(), inputs.end(),
                     [](const Input& a, const Input& b) { return a.captured_at < b.captured_at; });
    return inputs;
}

}  // namespace feedarc::app
