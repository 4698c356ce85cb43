#pragma once

#include <feedarc/entry.hpp>

#include "read/feed/plain.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// How a feed means a text.
enum class TextKind {
    text,
    html,
    either  ///< the format does not say: HTML where it looks like it
};

struct FeedText {
    std::string text;
    TextKind kind = TextKind::text;
};

/// One entry as its elements are read: several may say the same, some better than others. What has
/// the higher rank is taken where it can be; of equal rank, what came first (of dates the last, as
/// readers of feeds have always done).
class EntryDraft {
public:
    void offer_title(int rank, FeedText title);
    void offer_excerpt(int rank, FeedText excerpt);
    void offer_category(int rank, FeedText category);
    /// `base` may be empty.
    void offer_link(int rank, std::string_view reference, std::string_view base);
    void offer_guid(int rank, std::string_view guid);
    void offer_date(int rank, std::string_view date);

    /// The entry; nothing but empty fields where there was nothing to read.
    [[nodiscard]] Entry finish(PlainText& plain) const;

private:
    struct Ranked {
        int rank = 0;
        FeedText text;
    };
    struct Link {
        int rank = 0;
        std::string url;
    };

    static void offer(std::vector<Ranked>& candidates, int rank, FeedText text);
    static std::string best(const std::vector<Ranked>& candidates, PlainText& plain);
    [[nodiscard]] Published published() const;

    std::vector<Ranked> titles_;
    std::vector<Ranked> excerpts_;
    std::vector<Ranked> categories_;
    std::vector<Ranked> dates_;
    Link link_;
    Ranked guid_;
};

/// A text of a feed on one line.
[[nodiscard]] std::string plain_of(const FeedText& text, PlainText& plain);

/// Whether an entry says anything.
[[nodiscard]] bool has_content(const Entry& entry) noexcept;

}  // namespace feedarc::read
