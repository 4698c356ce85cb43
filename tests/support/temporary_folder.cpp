#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unistd.h>

namespace feedarc::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder(Where where) {
    const bool in_memory = where == Where::memory && ::access("/dev/shm", W_OK) == 0;
    const fs::path parent = in_memory ? "/dev/shm" : fs::temp_directory_path();
    std::string pattern = (parent / "feedarc-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp: " + pattern);
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::operator/(std::string_view name) const {
    return (fs::path(path_) / name).string();
}

std::string TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
    const fs::path path = fs::path(path_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
    return path.string();
}

std::string read_whole_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace feedarc::test
