#include "cli/sql_rows.hpp"

#include <feedarc/error.hpp>

#include "render/json_text.hpp"
#include "text/visible.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <utility>

namespace feedarc::cli {
namespace {

using nlohmann::json;
using render::Value;

// The members of one object, in their order and also where two have one name.
class Members final : public nlohmann::json_sax<json> {
public:
    std::vector<std::string> names;
    std::vector<Value> values;

    bool null() override { return put({}); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(value); }
    bool number_unsigned(std::uint64_t value) override {
        return put(render::Number{std::to_string(value)});
    }
    bool number_float(double, const std::string& text) override {
        return put(render::Number{text});
    }
    bool string(std::string& text) override { return put(std::move(text)); }
    bool binary(json::binary_t&) override { return false; }
    bool key(std::string& name) override {
        names.push_back(std::move(name));
        return true;
    }
    bool start_object(std::size_t) override { return std::exchange(begun_, true) == false; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) override {
        return false;
    }

private:
    bool put(Value value) {
        values.push_back(std::move(value));
        return true;
    }

    bool begun_ = false;
};

// sqlite3 writes infinity as a number that is too large for one.
std::string without_infinity(std::string_view object) {
    std::string text(object);
    for (const std::string_view infinity : {":1e999", ":-1e999"}) {
        for (std::size_t at = 0; (at = text.find(infinity, at)) != std::string::npos; ++at) {
            text.replace(at, infinity.size(), ":null");
        }
    }
    return text;
}

Members members_of(std::string_view object) {
    Members members;
    if (json::sax_parse(object, &members)) return members;
    Members finite;
    if (json::sax_parse(without_infinity(object), &finite)) return finite;
    throw Error(ErrorCode::input, "sqlite3: what it printed is no row");
}

// JSON writes the names of columns as they are, since they are ours elsewhere.
std::string column_name(const std::string& name, render::Audience audience) {
    if (audience != render::Audience::programs) return text::visible(name);
    std::string quoted;
    render::append_json_string(quoted, name);
    return quoted.substr(1, quoted.size() - 2);
}

bool is_number(const Value& value) {
    return std::holds_alternative<std::int64_t>(value) ||
           std::holds_alternative<render::Number>(value);
}

}  // namespace

SqlRows::SqlRows(const render::Format& format, const render::Style& style, std::ostream& out)
    : format_(format), style_(style), out_(out) {}

void SqlRows::add(std::string_view bytes) {
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos;
         end = bytes.find('\n')) {
        if (unread_.empty()) {
            read_line(bytes.substr(0, end));
        } else {
            unread_ += bytes.substr(0, end);
            read_line(unread_);
            unread_.clear();
        }
        bytes.remove_prefix(end + 1);
    }
    unread_ += bytes;
}

void SqlRows::finish() {
    if (!unread_.empty()) read_line(unread_);
    unread_.clear();
    end_list();
    // A list for those who read one: of programs alone, as nobody knows the columns.
    if (!any_ && format_.audience == render::Audience::programs) {
        format_.make(out_, style_)->finish();
    }
}

void SqlRows::read_line(std::string_view line) {
    if (line.empty()) return;
    const bool first = line.front() == '[';
    if (first) line.remove_prefix(1);
    const bool last = line.ends_with("}]");
    if (last || line.ends_with("},")) line.remove_suffix(1);
    Members members = members_of(line);
    if (first) {
        end_list();
        any_ = true;
        names_.clear();
        for (const std::string& name : members.names) {
            names_.push_back(column_name(name, format_.audience));
        }
        std::vector<render::Column> columns;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            columns.push_back({names_[i], is_number(members.values.at(i)) ? render::Kind::integer
                                                                          : render::Kind::text});
        }
        renderer_ = format_.make(out_, style_);
        renderer_->begin(columns);
    }
    if (!renderer_ || members.values.size() != names_.size()) {
        throw Error(ErrorCode::input, "sqlite3: what it printed is no row");
    }
    renderer_->row(members.values);
    if (last) end_list();
}

void SqlRows::end_list() {
    if (renderer_) renderer_->finish();
    renderer_.reset();
}

}  // namespace feedarc::cli
