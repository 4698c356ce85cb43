#pragma once

#include <string>
#include <string_view>

namespace feedarc::test {

/// A new empty folder that is gone with the object.
class TemporaryFolder {
public:
    /// In memory where the system has a file system there (`/dev/shm`): for many short-lived files.
    enum class Where { disk, memory };
    explicit TemporaryFolder(Where where = Where::disk);
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::string& path() const { return path_; }
    /// The path of a name in it.
    [[nodiscard]] std::string operator/(std::string_view name) const;
    /// Writes a file (and the folders on the way to it) and returns its path.
    std::string write(std::string_view name, std::string_view bytes) const;

private:
    std::string path_;
};

[[nodiscard]] std::string read_whole_file(const std::string& path);

}  // namespace feedarc::test
