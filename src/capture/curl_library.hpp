#pragma once

#include <curl/curl.h>

#include <string>

namespace feedarc::capture {

/// The functions of libcurl, which is loaded when they are first asked for: it brings thirty
/// libraries along, and no command but those that fetch shall wait for them (5 ms).
struct CurlLibrary {
    decltype(&::curl_global_init) global_init;
    decltype(&::curl_version_info) version_info;
    decltype(&::curl_easy_init) easy_init;
    decltype(&::curl_easy_cleanup) easy_cleanup;
    decltype(&::curl_easy_reset) easy_reset;
    decltype(&::curl_easy_setopt) easy_setopt;
    decltype(&::curl_easy_perform) easy_perform;
    decltype(&::curl_easy_getinfo) easy_getinfo;
    decltype(&::curl_easy_strerror) easy_strerror;
    decltype(&::curl_slist_append) slist_append;
    decltype(&::curl_slist_free_all) slist_free_all;
};

/// Loads and prepares libcurl the first time; stays until the program ends. By any thread. Throws
/// Error(internal) that names the package where it is not installed or is too old.
[[nodiscard]] const CurlLibrary& curl_library();

}  // namespace feedarc::capture
