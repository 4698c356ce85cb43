#include "app/same_snapshot.hpp"

#include <tuple>

namespace feedarc::app {
namespace {

// What comes first stays.
auto rank_of_reading(const PreparedSnapshot& snapshot) {
    FieldHash hash;
    hash.add(snapshot.url)
        .add(std::int64_t{snapshot.url_given})
        .add(snapshot.media_type)
        .add(to_string(snapshot.form))
        .add(snapshot.rules);
    if (snapshot.page) {
        hash.add(snapshot.page->hash);
    } else {
        hash.add(snapshot.refusal);
    }
    return std::tuple(!snapshot.page, -snapshot.reader_version, hash.finish());
}

auto rank_of_getting(const PreparedSnapshot& snapshot) {
    const Provenance got = snapshot.fetched.value_or(Provenance{});
    return std::tuple(!snapshot.fetched, !got.end_known, got.status, hash_of(got.headers));
}

}  // namespace

bool is_better_read(const PreparedSnapshot& one, const PreparedSnapshot& than) {
    return rank_of_reading(one) < rank_of_reading(than);
}

bool is_better_got(const PreparedSnapshot& one, const PreparedSnapshot& than) {
    return rank_of_getting(one) < rank_of_getting(than);
}

}  // namespace feedarc::app
