#include "capture/curl_library.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <dlfcn.h>
#include <string>

namespace feedarc::capture {
namespace {

// Needed for the names of protocols as text, for QUICK_EXIT, and for repairs that count.
constexpr unsigned kOldest = 0x075700;

std::string loader_message() {
    const char* message = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc's is per thread
    return message != nullptr ? message : "no detail";
}

void* open_library() {
    std::string first;
    for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
        if (void* const library = ::dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
        const std::string message = loader_message();
        if (first.empty()) first = message;
    }
    throw Error(ErrorCode::usage,
                fmt::format("libcurl: is needed to fetch pages and cannot be loaded; install the "
                            "package libcurl4 ({})",
                            first));
}

template <typename Function>
void find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    if (function == nullptr) {
        throw Error(ErrorCode::usage, fmt::format("libcurl: is too old: {}", loader_message()));
    }
}

CurlLibrary load() {
    void* const library = open_library();
    CurlLibrary curl{};
    find(library, "curl_global_init", curl.global_init);
    find(library, "curl_version_info", curl.version_info);
    find(library, "curl_easy_init", curl.easy_init);
    find(library, "curl_easy_cleanup", curl.easy_cleanup);
    find(library, "curl_easy_reset", curl.easy_reset);
    find(library, "curl_easy_setopt", curl.easy_setopt);
    find(library, "curl_easy_perform", curl.easy_perform);
    find(library, "curl_easy_getinfo", curl.easy_getinfo);
    find(library, "curl_easy_strerror", curl.easy_strerror);
    find(library, "curl_slist_append", curl.slist_append);
    find(library, "curl_slist_free_all", curl.slist_free_all);
    const auto* const version = curl.version_info(CURLVERSION_NOW);
    if (version->version_num < kOldest) {
        throw Error(ErrorCode::usage,
                    fmt::format("libcurl: version {} is too old; 7.87 is needed (package libcurl4)",
                                version->version));
    }
    if (const CURLcode code = curl.global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
        throw Error(ErrorCode::internal,
                    fmt::format("libcurl: does not start: {}", curl.easy_strerror(code)));
    }
    return curl;
}

}  // namespace

const CurlLibrary& curl_library() {
    static const CurlLibrary kLibrary = load();
    return kLibrary;
}

}  // namespace feedarc::capture
