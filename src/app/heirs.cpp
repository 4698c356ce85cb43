#include "app/heirs.hpp"

#include "identity/similarity.hpp"

#include <deque>
#include <string>
#include <unordered_map>

namespace feedarc::app {
namespace {

// Texts that share half of the shorter one are the same piece, read a little otherwise.
constexpr double kSamePiece = 0.5;
// What is left over on both sides is compared with each other.
constexpr std::size_t kMostCompared = 100;

std::string text_of(const Content& content) {
    return normalise(content.entry.title + " " + content.entry.excerpt);
}

class Pairing {
public:
    Pairing(const std::vector<Content>& before, const std::vector<Content>& after)
        : before_(before), after_(after), taken_(before.size()), heir_of_(after.size()) {}

    std::vector<std::optional<std::size_t>> run() {
        by([](const Content& content) { return std::optional(content.hash); });
        by([](const Content& content) { return content.permalink; });
        by([](const Content& content) { return content.guid; });
        by([](const Content& content) {
            return content.text.empty ? std::nullopt : std::optional(content.text.fingerprint);
        });
        by([](const Content& content) {
            const std::string title = normalise(content.entry.title);
            return title.empty() ? std::nullopt : std::optional(hash_of(title));
        });
        by_text();
        return std::move(heir_of_);
    }

private:
    // Equal keys in the order of the page.
    template <typename Key>
    void by(Key key) {
        std::unordered_map<Hash128, std::deque<std::size_t>> free;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (taken_[i]) continue;
            if (const auto found = key(before_[i])) free[*found].push_back(i);
        }
        if (free.empty()) return;
        for (std::size_t i = 0; i < after_.size(); ++i) {
            if (heir_of_[i]) continue;
            const auto wanted = key(after_[i]);
            const auto at = wanted ? free.find(*wanted) : free.end();
            if (at == free.end() || at->second.empty()) continue;
            take(i, at->second.front());
            at->second.pop_front();
        }
    }

    void by_text() {
        std::vector<std::pair<std::size_t, std::string>> left;
        for (std::size_t i = 0; i < before_.size() && left.size() < kMostCompared; ++i) {
            if (!taken_[i]) left.emplace_back(i, text_of(before_[i]));
        }
        std::size_t compared = 0;
        for (std::size_t i = 0; i < after_.size() && compared < kMostCompared; ++i) {
            if (heir_of_[i]) continue;
            ++compared;
            const std::string text = text_of(after_[i]);
            double most = kSamePiece;
            std::optional<std::size_t> best;
            for (const auto& [place, other] : left) {
                if (taken_[place]) continue;
                const double alike = shared_part(text, other);
                if (alike < most || (best && alike == most)) continue;
                most = alike;
                best = place;
            }
            if (best) take(i, *best);
        }
    }

    void take(std::size_t now, std::size_t earlier) {
        heir_of_[now] = earlier;
        taken_[earlier] = true;
    }

    const std::vector<Content>& before_;
    const std::vector<Content>& after_;
    std::vector<bool> taken_;
    std::vector<std::optional<std::size_t>> heir_of_;
};

}  // namespace

std::vector<std::optional<std::size_t>> find_heirs(const std::vector<Content>& before,
                                                   const std::vector<Content>& after) {
    return Pairing(before, after).run();
}

}  // namespace feedarc::app
