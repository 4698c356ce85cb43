#include <feedarc/entry.hpp>

namespace feedarc {

const char* to_string(DatePrecision precision) noexcept {
    switch (precision) {
        case DatePrecision::none: return "";
        case DatePrecision::year: return "year";
        case DatePrecision::month: return "month";
        case DatePrecision::day: return "day";
        case DatePrecision::minute: return "minute";
        case DatePrecision::second: return "second";
    }
    return "";
}

}  // namespace feedarc
