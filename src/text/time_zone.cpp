#include "text/time_zone.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <memory>

namespace feedarc::text {
namespace {

icu::UnicodeString icu_text(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
}

}  // namespace

bool is_time_zone(std::string_view name) {
    constexpr std::size_t kLongest = 256;
    // ICU reads a name to its first NUL.
    if (name.empty() || name.size() > kLongest || name == "Etc/Unknown" ||
        name.find('\0') != std::string_view::npos) {
        return false;
    }
    icu::UnicodeString canonical;
    UBool is_system = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getCanonicalID(icu_text(name), canonical, is_system, status);
    // ICU makes a zone of `GMT+8` too, but it is not of the system's.
    return U_SUCCESS(status) != 0 && is_system != 0;
}

std::vector<std::string> time_zone_names() {
    std::vector<std::string> names;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> zones(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
    if (U_FAILURE(status) != 0 || zones == nullptr) return names;
    while (const icu::UnicodeString* zone = zones->snext(status)) {
        std::string name;
        zone->toUTF8String(name);
        if (is_time_zone(name)) names.push_back(std::move(name));
    }
    return names;
}

std::chrono::sys_seconds utc_of(std::chrono::local_seconds local, std::string_view zone) {
    using std::chrono::milliseconds;
    const std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(icu_text(zone)));
    const auto* const changing = dynamic_cast<const icu::BasicTimeZone*>(rules.get());
    int32_t standard = 0;
    int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    const milliseconds shown = local.time_since_epoch();
    // getOffset() takes the second one of a time that comes twice.
    if (changing != nullptr) {
        changing->getOffsetFromLocal(static_cast<UDate>(shown.count()), UCAL_TZ_LOCAL_FORMER,
                                     UCAL_TZ_LOCAL_FORMER, standard, summer, status);
    }
    if (changing == nullptr || U_FAILURE(status) != 0) {
        throw Error(ErrorCode::usage, fmt::format("the time zone {} cannot be used", zone));
    }
    const milliseconds ahead(standard + summer);
    return std::chrono::sys_seconds(std::chrono::floor<std::chrono::seconds>(shown - ahead));
}

}  // namespace feedarc::text
