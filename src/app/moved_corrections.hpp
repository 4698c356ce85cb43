#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/corrections.hpp>

#include <map>
#include <set>
#include <vector>

namespace feedarc::app {

/// The corrections of an archive, whose contents may be read otherwise by a newer reader.
class MovedCorrections {
public:
    explicit MovedCorrections(WriteBatch& batch);

    /// Says that one content stands where another one stood.
    void follow(const ContentRef& before, const ContentRef& now);
    /// Writes those that speak of something else now.
    void store(WriteBatch& batch) const;

private:
    struct Place {
        std::size_t correction = 0;
        bool other = false;  ///< side
        std::size_t index = 0;
    };

    std::vector<Correction> corrections_;
    std::multimap<ContentRef, Place> places_;  ///< as they stood before
    std::set<std::size_t> moved_;
};

}  // namespace feedarc::app
