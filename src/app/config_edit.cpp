#include "app/config_edit.hpp"

#include <feedarc/error.hpp>

#include "app/config_values.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

namespace feedarc::app {
namespace {

// Bytes of a text, from `begin` to before `end`.
struct Stretch {
    std::size_t begin = 0, end = 0;
};

// Finds the bytes for the lines and columns of toml++, which count from 1, columns in characters.
class Lines {
public:
    explicit Lines(const std::string& text) : text_(text) {
        for (std::size_t at = text.find('\n'); at != std::string::npos;
             at = text.find('\n', at + 1)) {
            begins_.push_back(at + 1);
        }
    }

    [[nodiscard]] std::size_t begin_of(std::size_t line) const {
        return line <= begins_.size() ? begins_[line - 1] : text_.size();
    }
    [[nodiscard]] std::size_t offset_of(const toml::source_position& position) const {
        std::size_t at = begin_of(position.line);
        for (std::size_t column = 1; column < position.column && at < text_.size(); ++column) {
            do ++at;
            while (at < text_.size() && text::is_continuation(text_[at]));
        }
        return at;
    }
    [[nodiscard]] Stretch of(const toml::source_region& region) const {
        return {offset_of(region.begin), offset_of(region.end)};
    }
    [[nodiscard]] bool is_empty(std::size_t line) const {
        const std::size_t begin = begin_of(line);
        const auto words = std::string_view(text_).substr(begin, begin_of(line + 1) - begin);
        return words.find_first_not_of(" \t\r\n") == std::string_view::npos;
    }

private:
    const std::string& text_;
    std::vector<std::size_t> begins_{0};
};

// The last line of a node and of all in it.
std::size_t last_line(const toml::node& node) {
    std::size_t last = node.source().end.line;
    if (const toml::table* table = node.as_table()) {
        for (const auto& [key, value] : *table) last = std::max(last, last_line(value));
    } else if (const toml::array* array = node.as_array()) {
        for (const toml::node& value : *array) last = std::max(last, last_line(value));
    }
    return last;
}

const char* line_end_of(const std::string& text) {
    return text.find("\r\n") != std::string::npos ? "\r\n" : "\n";
}

// A basic string of TOML 1.0.
std::string toml_text(std::string_view text) {
    std::string result = "\"";
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') {
            result.append(1, '\\').append(1, byte);
        } else if (static_cast<unsigned char>(byte) < ' ' || byte == '\x7f') {
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
        } else {
            result += byte;
        }
    }
    return result + '"';
}

std::string block_of(const NewSource& source, const char* line_end) {
    std::string block = fmt::format("[[source]]{0}name = {1}{0}url = {2}{0}", line_end,
                                    toml_text(source.name), toml_text(source.url));
    if (source.every) block += fmt::format("every = {}{}", toml_text(*source.every), line_end);
    if (!source.category.empty()) {
        block += fmt::format("category = {}{}", toml_text(source.category), line_end);
    }
    return block;
}

bool same(const ConfiguredSource& one, const ConfiguredSource& other) {
    return one.name == other.name && one.url == other.url && one.rules == other.rules &&
           one.category == other.category && one.capture == other.capture;
}

bool same(const Config& one, const Config& other) {
    const auto hooks = [](const Config& config) {
        const CaptureHooks& all = config.hooks;
        return std::tie(all.on_new, all.on_removed, all.on_unhealthy);
    };
    return one.jobs == other.jobs && one.capture == other.capture && hooks(one) == hooks(other) &&
           std::equal(one.sources.begin(), one.sources.end(), other.sources.begin(),
                      other.sources.end(), [](const auto& a, const auto& b) { return same(a, b); });
}

[[noreturn]] void by_hand(const std::string& path, std::string_view why) {
    throw Error(ErrorCode::usage,
                fmt::format("{}: {}: edit it by hand, then run feedarc config check", path, why));
}

// A configuration file in the midst of a change.
class Draft {
public:
    Draft(const std::string& text, const std::string& path, const std::string& home)
        : text_(text),
          path_(path),
          home_(home),
          lines_(text_),
          wanted_(without_problems(parse_config(text, path, home))),
          root_(toml::parse(text)) {}

    [[nodiscard]] Config& wanted() noexcept { return wanted_; }
    [[nodiscard]] const Lines& lines() const noexcept { return lines_; }

    // The index of a source, which is there.
    [[nodiscard]] std::size_t index_of(std::string_view name) const {
        const auto found =
            std::find_if(wanted_.sources.begin(), wanted_.sources.end(),
                         [name](const ConfiguredSource& source) { return source.name == name; });
        if (found == wanted_.sources.end()) {
            throw Error(ErrorCode::not_found, fmt::format("there is no source '{}'", name));
        }
        return static_cast<std::size_t>(found - wanted_.sources.begin());
    }
    // Without problems there is one table for each source, in its order.
    [[nodiscard]] const toml::table& table_of(std::size_t index) const {
        return *root_.get("source")->as_array()->get(index)->as_table();
    }

    // The text with a stretch replaced, once it says what is wanted.
    [[nodiscard]] std::string with(Stretch stretch, std::string_view replacement) const {
        std::string changed = text_;
        changed.replace(stretch.begin, stretch.end - stretch.begin, replacement);
        if (changed.size() > kLargestConfig) {
            throw Error(ErrorCode::usage, fmt::format("{}: would be larger than {}", path_,
                                                      size_text(kLargestConfig)));
        }
        const ConfigReport report = parse_config(changed, path_, home_);
        if (!report.problems.empty() || !same(report.config, wanted_)) {
            by_hand(path_, "is laid out in a way that feedarc does not change");
        }
        return changed;
    }

private:
    const std::string& text_;
    const std::string& path_;
    const std::string& home_;
    Lines lines_;
    Config wanted_;
    toml::table root_;
};

}  // namespace

std::string with_sources(const std::string& text, std::span<const NewSource> added,
                         const std::string& path, const std::string& home) {
    if (added.empty()) return text;
    Draft draft(text, path, home);
    const char* const line_end = line_end_of(text);
    std::string blocks;
    if (!text.empty() && text.back() != '\n') blocks += line_end;
    for (const NewSource& source : added) {
        if (!text.empty() || !blocks.empty()) blocks += line_end;
        blocks += block_of(source, line_end);
        ConfiguredSource wanted{
            source.name, source.url, {}, source.category, draft.wanted().capture};
        if (source.every) {
            wanted.capture.every = std::chrono::duration_cast<std::chrono::seconds>(
                parse_duration(*source.every).value_or(std::chrono::milliseconds(0)));
        }
        draft.wanted().sources.push_back(std::move(wanted));
    }
    return draft.with({text.size(), text.size()}, blocks);
}

std::string with_url(const std::string& text, std::string_view name, const std::string& url,
                     const std::string& path, const std::string& home) {
    Draft draft(text, path, home);
    const std::size_t index = draft.index_of(name);
    const toml::table& table = draft.table_of(index);
    draft.wanted().sources[index].url = url;
    if (const toml::node* old = table.get("url")) {
        return draft.with(draft.lines().of(old->source()), toml_text(url));
    }
    // A line below the name.
    const std::size_t below = draft.lines().begin_of(table.get("name")->source().end.line + 1);
    const char* const line_end = line_end_of(text);
    const bool at_end = below == text.size() && !text.ends_with('\n');
    return draft.with({below, below}, fmt::format("{}url = {}{}", at_end ? line_end : "",
                                                  toml_text(url), at_end ? "" : line_end));
}

std::string without_source(const std::string& text, std::string_view name, const std::string& path,
                           const std::string& home) {
    Draft draft(text, path, home);
    const std::size_t index = draft.index_of(name);
    const toml::table& table = draft.table_of(index);
    auto& sources = draft.wanted().sources;
    sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(index));
    std::size_t first = table.source().begin.line;
    const std::size_t last = last_line(table);
    if (first > 1 && draft.lines().is_empty(first - 1)) --first;
    return draft.with({draft.lines().begin_of(first), draft.lines().begin_of(last + 1)}, "");
}

void change_config(const std::string& path, const std::string& home, std::chrono::milliseconds wait,
                   const ConfigChange& change) {
    const std::string target = base::resolve_links(path);
    std::error_code error;
    const auto type = std::filesystem::status(target, error).type();
    if (type != std::filesystem::file_type::regular &&
        type != std::filesystem::file_type::not_found) {
        throw Error(ErrorCode::usage, fmt::format("{}: is no file that can be changed", path));
    }
    const std::string folder = base::folder_of_path(target);
    base::make_private_folders(folder);
    const base::FolderLock lock(folder, wait);
    const bool present = std::filesystem::exists(target, error);
    const std::string text = present ? base::read_file(target, kLargestConfig) : "";
    const std::string changed = change(text, without_problems(parse_config(text, path, home)));
    if (changed != text) base::write_file_atomically(target, changed);
}

}  // namespace feedarc::app
