#pragma once

#include "base/file.hpp"

#include <string>
#include <vector>

namespace feedarc::base {

/// A new file that is to take the place of another one, or of none: it is made beside it, and is
/// gone with the object unless it took that place.
///
/// It is named `PATH.PID-NUMBER.tmp`, so that what a killed process leaves behind can be told from
/// what a running one is at work on.
class Replacement {
public:
    /// Makes the file, for the user alone (mode 0600). Never opens one that is there, nor follows a
    /// symbolic link. Throws Error(io).
    explicit Replacement(std::string path);
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;
    ~Replacement();

    [[nodiscard]] int descriptor() const noexcept { return file_.get(); }
    [[nodiscard]] const std::string& temporary() const noexcept { return temporary_; }

    /// Throws Error(io) where its name stands for another file by now.
    void check_in_place() const;
    /// Brings what was written to the disk. Throws Error(io).
    void sync() const;
    /// Takes the place, so that it holds also after a power cut; sync() comes first. Throws
    /// Error(io).
    void take_place();
    /// The same without the power cut: whoever replaces many files syncs their folders once.
    void take_place_unsynced();

private:
    std::string path_;
    std::string temporary_;
    FileDescriptor file_;
};

/// The files that processes which are no more meant for the place of `path`, and left behind. Of a
/// path that ends in `/`: for any place in that folder.
[[nodiscard]] std::vector<std::string> left_behind(const std::string& path);

}  // namespace feedarc::base
