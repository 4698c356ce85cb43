#include "capture/environment_proxy.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <initializer_list>

namespace feedarc::capture {
namespace {

std::string first_of(const Variables& variables, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (auto value = variables(name); value && !value->empty()) return std::move(*value);
    }
    return {};
}

bool is_within(std::string_view host, std::string_view domain) {
    if (domain.starts_with('.')) domain.remove_prefix(1);
    if (domain.empty() || !host.ends_with(domain)) return false;
    return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

bool is_excepted(std::string_view host, std::string_view list) {
    constexpr std::string_view kBetween = ", \t";
    while (!list.empty()) {
        list.remove_prefix(std::min(list.find_first_not_of(kBetween), list.size()));
        const std::string_view word = list.substr(0, list.find_first_of(kBetween));
        if (word == "*" || is_within(host, base::lowered(word))) return true;
        list.remove_prefix(word.size());
    }
    return false;
}

}  // namespace

std::string environment_proxy(std::string_view scheme, std::string_view host,
                              const Variables& variables) {
    if (!variables) return {};
    if (is_excepted(host, first_of(variables, {"no_proxy", "NO_PROXY"}))) return {};
    const std::string own = scheme == "https" ? first_of(variables, {"https_proxy", "HTTPS_PROXY"})
                                              : first_of(variables, {"http_proxy"});
    return own.empty() ? first_of(variables, {"all_proxy", "ALL_PROXY"}) : own;
}

}  // namespace feedarc::capture
