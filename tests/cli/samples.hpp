#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace feedarc::test {

/// The four sample snapshots, by time.
inline std::vector<std::string> sample_snapshots() {
    std::vector<std::string> files;
    for (const auto& file :
         std::filesystem::directory_iterator(FEEDARC_FIXTURES "/snapshots/text")) {
        const std::string name = file.path().filename().string();
        if (name.starts_with("2026011") && name.ends_with("T083000Z.txt")) {
            files.push_back(file.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// `words`, then the sample snapshots.
inline std::vector<std::string> with_samples(std::vector<std::string> words) {
    for (std::string& file : sample_snapshots()) words.push_back(std::move(file));
    return words;
}

}  // namespace feedarc::test
