#include "app/inputs.hpp"

#include <feedarc/read.hpp>

#include "app/capture_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

namespace feedarc::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 15> kEndings{
    ".txt", ".text", ".md",   ".markdown", ".html", ".htm",  ".xhtml", ".dump",
    ".xml", ".rss",  ".atom", ".rdf",      ".json", ".warc", ".arc"};

constexpr std::size_t kLooked = 4096;  // as much as sniff() looks at

bool has_snapshot_ending(fs::path name) {
    if (name.extension() == ".gz" || name.extension() == ".zst") name.replace_extension();
    const std::string ending = name.extension().string();
    return ending.empty() || std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

// Whether a file beside snapshots is none, whatever its ending: most JSON and XML is no feed.
// Packed files are not looked into.
bool is_other_data(const fs::path& path) {
    const std::string ending = path.extension().string();
    if (ending != ".json" && ending != ".xml") return false;
    std::string head(kLooked, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (file.bad() || (!file && file.gcount() == 0)) return false;  // let the reader say why
    head.resize(static_cast<std::size_t>(file.gcount()));
    return sniff(head, "") == Form::text;
}

Input problem_input(const std::string& path, std::string_view what) {
    Input input;
    input.path = path;
    input.problem.emplace(ErrorCode::input, fmt::format("{}: {}", path, what));
    return input;
}

// Collects the inputs of one run.
class Collector {
public:
    Collector(std::optional<Time> captured_at, Time now) : captured_at_(captured_at), now_(now) {}

    void add(const std::string& argument) {
        if (argument == "-") {
            Input input;
            input.path = argument;
            input.captured_at = captured_at_.value_or(now_);
            inputs_.push_back(std::move(input));
            return;
        }
        std::error_code error;
        if (fs::is_directory(argument, error)) {
            add_folder(argument);
        } else {
            add_file(argument);
        }
    }

    std::vector<Input> take() {
        std::stable_sort(inputs_.begin(), inputs_.end(), [](const Input& a, const Input& b) {
            return a.captured_at < b.captured_at;
        });
        return std::move(inputs_);
    }

private:
    void add_file(const std::string& path) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            inputs_.push_back(problem_input(path, std::generic_category().message(errno)));
            return;
        }
        Input input;
        input.path = path;
        input.size = static_cast<std::uintmax_t>(status.st_size);
        input.captured_at = Time{std::chrono::seconds{status.st_mtime}};
        if (captured_at_) {
            input.captured_at = *captured_at_;
        } else if (const auto named =
                       capture_time_in_name(fs::path(path).filename().string(), now_)) {
            input.captured_at = *named;
        }
        inputs_.push_back(std::move(input));
    }

    void add_folder(const std::string& folder) {
        const std::size_t before = inputs_.size();
        std::vector<std::string> files;
        std::error_code error;
        fs::recursive_directory_iterator entry(folder, error);
        if (error) {
            inputs_.push_back(problem_input(folder, error.message()));
            return;
        }
        for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
            if (error) break;
            const fs::path& path = entry->path();
            const bool hidden = path.filename().string().starts_with(".");
            if (hidden) {
                if (entry->is_directory(error)) entry.disable_recursion_pending();
                continue;
            }
            if (entry->is_symlink(error) || !entry->is_regular_file(error)) continue;
            if (has_snapshot_ending(path.filename()) && !is_other_data(path)) {
                files.push_back(path.string());
            }
        }
        if (error) inputs_.push_back(problem_input(folder, error.message()));
        std::sort(files.begin(), files.end());
        for (const std::string& file : files) add_file(file);
        if (inputs_.size() == before) {
            inputs_.push_back(problem_input(
                folder,
                "no snapshots in this folder (it is searched in depth for .txt, .md, .html, .xml, "
                ".rss, .atom, .rdf, .json, .warc and .arc files and files without an ending, also "
                "as .gz and .zst; name other files one by one)"));
        }
    }

    std::optional<Time> captured_at_;
    Time now_;
    std::vector<Input> inputs_;
};

}  // namespace

std::vector<Input> collect_inputs(const std::vector<std::string>& arguments,
                                  std::optional<Time> captured_at, Time now) {
    Collector collector(captured_at, now);
    for (const std::string& argument : arguments) collector.add(argument);
    return collector.take();
}

}  // namespace feedarc::app
