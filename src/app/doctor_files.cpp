#include "app/doctor_files.hpp"

#include "base/ascii.hpp"
#include "base/atomic_file.hpp"
#include "base/file_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::app {
namespace {

using namespace std::literals;

constexpr mode_t kOthersRead = S_IROTH;
constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;
constexpr mode_t kAllOthers = S_IRWXG | S_IRWXO;

// Of the file that a path leads to; nothing where there is none.
std::optional<struct stat> status_of(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    return status;
}

std::string reason(int error) {
    return std::generic_category().message(error);
}

void examine_file_system(const std::string& folder, Findings& findings) {
    const auto system = base::file_system_at(folder);
    if (!system) {
        findings.warning("file system", fmt::format("{}: it cannot be told", folder),
                         "keep the archive on a local disk");
        return;
    }
    const std::string name(system->name.empty() ? "one that is not known"sv : system->name);
    switch (system->kind) {
        case base::FileSystemKind::local: findings.ok("file system", name); return;
        case base::FileSystemKind::shared:
            findings.warning("file system",
                             fmt::format("{}: locks and the log of an archive are not to be relied "
                                         "on here",
                                         name),
                             "keep the archive on a local disk, and bring copies here by feedarc "
                             "backup");
            return;
        case base::FileSystemKind::memory:
            findings.warning("file system",
                             fmt::format("{}: what it holds is gone when the machine stops", name),
                             "keep the archive on a disk");
            return;
        case base::FileSystemKind::foreign:
            findings.warning("file system",
                             fmt::format("{}: it keeps the archive to nobody, and may lose more "
                                         "in a power cut",
                                         name),
                             "keep the archive on a disk with a file system of Linux");
            return;
    }
}

// A file beside the archive, by its own name: it must be no link.
void examine_belonging(const std::string& path, uid_t owner, Findings& findings) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;  // it went meanwhile
    if (S_ISREG(status.st_mode) && status.st_uid == owner) return;
    if (!S_ISREG(status.st_mode)) {
        findings.problem("permissions", fmt::format("{}: is no regular file", path),
                         "end what runs, and remove it", ErrorCode::io);
        return;
    }
    findings.warning("permissions",
                     fmt::format("{}: belongs to user {}, and the archive to user {}", path,
                                 status.st_uid, owner),
                     "give it to the owner of the archive with chown, and run feedarc as that user "
                     "alone");
}

bool is_secret_header(const ConfiguredHeader& header) {
    constexpr std::array kWords{"auth"sv, "cookie"sv, "key"sv, "token"sv, "secret"sv};
    const std::string name = base::lowered(header.name);
    return header.from == ConfiguredHeader::From::text &&
           std::any_of(kWords.begin(), kWords.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool holds_secrets(const Config& config) {
    const auto has_password = [](const CaptureSettings& settings) {
        return settings.proxy.find('@') != std::string::npos;
    };
    return has_password(config.capture) ||
           std::any_of(config.sources.begin(), config.sources.end(), [&](const auto& source) {
               const auto& headers = source.capture.headers;
               return has_password(source.capture) ||
                      std::any_of(headers.begin(), headers.end(), is_secret_header);
           });
}

std::set<std::string> secret_files(const Config& config) {
    std::set<std::string> files;
    for (const ConfiguredSource& source : config.sources) {
        for (const ConfiguredHeader& header : source.capture.headers) {
            if (header.from == ConfiguredHeader::From::file) files.insert(header.value);
        }
    }
    return files;
}

void examine_secret_file(const std::string& path, Findings& findings) {
    const auto status = status_of(path);
    if (!status || ::access(path.c_str(), R_OK) != 0) {
        findings.problem("secrets", fmt::format("{}: {}", path, reason(errno)),
                         "make the file that the configuration names", ErrorCode::usage);
    } else if ((status->st_mode & kAllOthers) != 0) {
        findings.warning("secrets", fmt::format("{}: others may read or change it", path),
                         fmt::format("chmod 600 {}", path));
    }
}

}  // namespace

bool examine_place(const ArchiveState& state, Findings& findings) {
    const std::string folder = base::folder_of_path(state.path);
    const auto status = status_of(folder);
    if (!status) {
        findings.problem("folder", fmt::format("{}: {}", folder, reason(errno)),
                         "feedarc ingest and feedarc capture make it", ErrorCode::archive);
        return false;
    }
    const bool sticky = (status->st_mode & S_ISVTX) != 0;
    if ((status->st_mode & S_IWOTH) != 0 && !sticky) {
        findings.warning(
            "folder",
            fmt::format("{}: everybody may put files in the place of the archive", folder),
            fmt::format("chmod o-w {}", folder));
    } else if (::access(folder.c_str(), W_OK) != 0) {
        findings.warning("folder", fmt::format("{}: {}", folder, reason(errno)),
                         "make it writable for whoever captures");
    } else {
        findings.ok("folder", folder);
    }
    examine_file_system(folder, findings);
    return true;
}

void examine_permissions(const ArchiveState& state, Findings& findings) {
    const auto status = status_of(state.path);
    if (!status) return;  // what there is instead was said
    const std::size_t before = findings.size();
    if ((status->st_mode & kOthersWrite) != 0) {
        findings.warning("permissions", fmt::format("{}: others may change it", state.path),
                         fmt::format("chmod 600 {}", state.path));
    } else if ((status->st_mode & kOthersRead) != 0) {
        findings.warning("permissions", fmt::format("{}: everybody may read it", state.path),
                         fmt::format("chmod 600 {}", state.path));
    }
    if (status->st_nlink > 1) {
        findings.warning("permissions",
                         fmt::format("{}: has another name (a hard link), by which it would be "
                                     "locked and logged elsewhere",
                                     state.path),
                         "remove one of the names, and make copies by feedarc backup");
    }
    if (::access(state.path.c_str(), W_OK) != 0) {
        findings.warning("permissions", fmt::format("{}: {}", state.path, reason(errno)),
                         "make it writable for whoever captures");
    }
    for (const std::string& path : state.belongings) {
        examine_belonging(path, status->st_uid, findings);
    }
    if (findings.size() == before) findings.ok("permissions", "the archive is its owner's alone");
}

void examine_secrets(const std::string& config_path, const Config& config, Findings& findings) {
    const std::size_t before = findings.size();
    const std::set<std::string> files = secret_files(config);
    for (const std::string& path : files) examine_secret_file(path, findings);
    const bool in_config = holds_secrets(config);
    if (in_config) examine_secret_file(config_path, findings);
    const bool any = in_config || !files.empty();
    if (findings.size() == before) findings.ok("secrets", any ? "their owner's alone" : "none");
}

}  // namespace feedarc::app
