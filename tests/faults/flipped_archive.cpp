// What the test of flipped bits needs of the program, in one process each, since it is asked for
// thousands of outputs.
//
//   flipped_archive make PATH SEED SEQUENCES     makes an archive with something of everything
//   flipped_archive read PATH RECORDS SNAPSHOTS  prints whatever commands print of an archive, with
//                                                ids up to these
//   flipped_archive snapshots PATH               prints a line for each snapshot that can be read:
//                                                what it is, then a hash of its bytes and entries

#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>

#include "support/program.hpp"
#include "support/rich_archive.hpp"

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace feedarc::test {
namespace {

class Reading {
public:
    explicit Reading(const std::string& path) { program_.environment["FEEDARC_ARCHIVE"] = path; }

    void print(const std::vector<std::string>& words) {
        const Printed printed = program_.run(words);
        std::cout << "==== " << words[0];
        for (std::size_t i = 1; i < words.size(); ++i) std::cout << ' ' << words[i];
        std::cout << ": " << printed.status << '\n' << printed.out << '\n';
    }

private:
    Program program_;
};

void read(const std::string& path, int records, int snapshots) {
    Reading reading(path);
    for (const char* command : {"list", "log", "snapshots", "sources", "categories", "stats"}) {
        reading.print({command, "--format", "jsonl"});
    }
    reading.print({"list", "--sort", "first-seen", "--format", "jsonl"});
    reading.print({"list", "--present", "--format", "jsonl"});
    reading.print({"list", "--count"});
    reading.print({"list", "--at", "2026-01-20", "--format", "jsonl"});
    reading.print({"undo", "--list"});
    for (int id = 1; id <= records; ++id) {
        reading.print({"show", std::to_string(id), "--why", "--format", "json"});
    }
    for (int id = 1; id <= snapshots; ++id) reading.print({"cat", std::to_string(id)});
}

std::string text_of(const Entry& entry) {
    std::string text;
    for (const std::string* field : {&entry.title, &entry.url, &entry.guid, &entry.category,
                                     &entry.published.value, &entry.excerpt}) {
        text += *field + '\x1f';
    }
    return text + to_string(entry.published.precision);
}

void print_snapshots(const std::string& path) {
    const auto archive = open_archive(path, OpenMode::read, std::chrono::seconds{1});
    std::vector<SnapshotInfo> all;
    archive->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        all.push_back(snapshot);
        return true;
    });
    for (const SnapshotInfo& snapshot : all) {
        std::string shown;
        std::string bytes;
        try {
            for (const ShownEntry& entry : archive->entries(snapshot.id)) {
                shown += text_of(entry.entry) + '\n';
            }
        } catch (const Error&) {
            shown = "unreadable";
        }
        try {
            bytes = hash_of(*archive->body(snapshot.id)).hex();
        } catch (const Error&) {
            bytes = "unreadable";
        }
        std::cout << snapshot.source << '\t' << snapshot.page_url << '\t'
                  << format_time(snapshot.captured_at) << '\t' << snapshot.body_hash.hex() << '\t'
                  << snapshot.refusal << '\t' << bytes << '\t' << hash_of(shown).hex() << '\n';
    }
}

int run(const std::vector<std::string>& words) {
    if (words.size() == 4 && words[0] == "make") {
        make_rich_archive(words[1], static_cast<std::uint32_t>(std::stoul(words[2])),
                          std::stoul(words[3]));
    } else if (words.size() == 4 && words[0] == "read") {
        read(words[1], std::stoi(words[2]), std::stoi(words[3]));
    } else if (words.size() == 2 && words[0] == "snapshots") {
        print_snapshots(words[1]);
    } else {
        std::cerr << "usage: flipped_archive make|read|snapshots PATH ...\n";
        return 2;
    }
    return 0;
}

}  // namespace
}  // namespace feedarc::test

int main(int count, char** words) {
    try {
        return feedarc::test::run({words + 1, words + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
