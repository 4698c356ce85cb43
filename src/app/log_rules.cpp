#include "app/log_rules.hpp"

#include <feedarc/identity.hpp>

#include "app/parsed_page.hpp"
#include "app/placement.hpp"

namespace feedarc::app {

archive::LogRules log_rules() {
    archive::LogRules rules;
    rules.content = content_hash;
    rules.fingerprint = [](const Entry& entry) { return identity_text(entry).fingerprint; };
    rules.page = [](std::span<const Hash128> contents, const Ages& ages,
                    std::string_view obstacle) { return page_hash(contents, ages, obstacle); };
    rules.mark_in_force = mark_in_force;
    rules.place = place;
    return rules;
}

}  // namespace feedarc::app
