#include <feedarc/entry.hpp>

namespace feedarc {

const char* to_string(DatePrecision precision) noexcept {
    switch (precision) {
        case DatePrecision::none: return "";
        case DatePrecision::year: return "year";
        case DatePrecision::month: return "month";
        case DatePrecision::week: return "week";
        case DatePrecision::day: return "day";
        case DatePrecision::hour: return "hour";
        case DatePrecision::minute: return "minute";
        case DatePrecision::second: return "second";
    }
    return "";
}

}  // namespace feedarc
