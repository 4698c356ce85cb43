#include "archive/sqlite/check_parts.hpp"
#include "text/search_words.hpp"

#include <array>
#include <cstring>
#include <string>
#include <vector>

// The search index, compared with what the contents say. Its words do not come in their order, so
// that a sum of hashes is compared: of every word at every place.
namespace feedarc::sqlite {
namespace {

void append_number(std::string& message, std::int64_t number) {
    std::array<char, sizeof number> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    message.append(bytes.data(), bytes.size());
}

// As SQLite writes numbers: seven bits a byte, the highest first.
void append_varint(std::string& out, std::uint64_t number) {
    std::string bytes(1, static_cast<char>(number & 0x7fU));
    while ((number >>= 7U) != 0) {
        bytes.insert(bytes.begin(), static_cast<char>((number & 0x7fU) | 0x80U));
    }
    out += bytes;
}

class Sum {
public:
    void add(std::string_view message) {
        const Hash128 hash = hash_of(message);
        std::array<std::uint64_t, 2> words{};
        std::memcpy(words.data(), hash.bytes.data(), sizeof words);
        first_ += words[0];
        second_ += words[1];
    }
    bool operator==(const Sum&) const = default;

private:
    std::uint64_t first_ = 0, second_ = 0;
};

// What the index holds, as far as it can be told without its texts.
struct Indexed {
    Sum words;           // at their places
    Sum sizes;           // how many words each content has
    std::string totals;  // of all contents

    void add_word(std::string_view word, std::int64_t content, char column, std::int64_t place) {
        message_ = word;
        message_ += '\0';
        message_ += column;
        append_number(message_, content);
        append_number(message_, place);
        words.add(message_);
    }
    void add_size(std::int64_t content, std::string_view size) {
        message_ = size;
        append_number(message_, content);
        sizes.add(message_);
    }

private:
    std::string message_;
};

class Expected {
public:
    void add(std::int64_t content, std::string_view title, std::string_view excerpt) {
        ++contents_;
        std::string size;
        append_varint(size, add_field(content, 't', title, title_words_));
        append_varint(size, add_field(content, 'x', excerpt, text_words_));
        indexed_.add_size(content, size);
    }

    Indexed take() {
        append_varint(indexed_.totals, contents_);
        append_varint(indexed_.totals, title_words_);
        append_varint(indexed_.totals, text_words_);
        return std::move(indexed_);
    }

private:
    std::uint64_t add_field(std::int64_t content, char column, std::string_view text,
                            std::uint64_t& total) {
        const std::string words = text::search_words(text);
        std::uint64_t count = 0;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = std::min(words.find(' ', at), words.size());
            indexed_.add_word(std::string_view(words).substr(at, end - at), content, column,
                              static_cast<std::int64_t>(count++));
            at = end + 1;
        }
        total += count;
        return count;
    }

    Indexed indexed_;
    std::uint64_t contents_ = 0, title_words_ = 0, text_words_ = 0;
};

std::string_view text_of(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Indexed read_index(sqlite3& db) {
    Indexed indexed;
    execute(db,
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_words "
            "USING fts5vocab('main', 'search', 'instance')");
    {
        Statement words(db, "SELECT term, doc, col, \"offset\" FROM temp.indexed_words");
        Statement::Run row(words);
        while (row.next()) {
            indexed.add_word(row.text(0), row.integer(1), row.text(2) == "title" ? 't' : 'x',
                             row.integer(3));
        }
    }
    {
        Statement sizes(db, "SELECT id, sz FROM search_docsize");
        Statement::Run row(sizes);
        while (row.next()) indexed.add_size(row.integer(0), text_of(row.blob(1)));
    }
    constexpr int kTotals = 1;  // the id of this row of an FTS5 index
    Statement totals(db, fmt::format("SELECT block FROM search_data WHERE id = {}", kTotals));
    Statement::Run row(totals);
    if (row.next()) indexed.totals = text_of(row.blob(0));
    return indexed;
}

}  // namespace

void check_search(sqlite3& db, const archive::CheckSink& sink) {
    const auto damaged = [&](const std::string& problem) {
        sink.damage({"search", "", problem, kDeriveAgain});
    };
    try {
        Expected expected;
        {
            Statement contents(db, "SELECT id, title, excerpt FROM contents");
            Statement::Run row(contents);
            while (row.next()) expected.add(row.integer(0), row.text(1), row.text(2));
        }
        const Indexed should = expected.take();
        const Indexed is = read_index(db);
        if (is.words == should.words && is.sizes == should.sizes &&
            (is.totals == should.totals ||
             should.totals.find_first_not_of('\0') == std::string::npos)) {
            return;
        }
        damaged("the index does not have the words of the contents");
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        damaged(fmt::format("the index cannot be read: {}", error.what()));
    }
}

}  // namespace feedarc::sqlite
