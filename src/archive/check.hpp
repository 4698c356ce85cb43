#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/check.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::archive {

/// How log rows come about, of what only other stations know.
struct LogRules {
    std::function<Hash128(const Entry&)> content;
    std::function<Fingerprint(const Entry&)> fingerprint;
    /// Of the hashes of a page's contents, its ages and its obstacle.
    std::function<Hash128(std::span<const Hash128>, const Ages&, std::string_view)> page;
    std::function<void(std::vector<Correction>&)> mark_in_force;
    /// Gives a snapshot, of which it is known how it was ingested, the place that the corrections
    /// about it say.
    std::function<void(std::span<const Correction>, PlacedSnapshot&)> place;
};

/// Where a check says what it finds and how far it is.
struct CheckSink {
    std::function<void(Damage)> damage;
    std::function<void(const std::string&)> note;
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// A private copy of an archive of which everything derived is to be derived again.
class DerivedCopy {
public:
    DerivedCopy() = default;
    DerivedCopy(const DerivedCopy&) = delete;
    DerivedCopy& operator=(const DerivedCopy&) = delete;
    virtual ~DerivedCopy() = default;

    /// The copy, without what is derived but the ids of records. Whoever has it derives every
    /// source and commits.
    virtual Archive& archive() = 0;
    /// Compares what was derived with what the archive has, row by row.
    virtual void compare(const CheckSink& sink) = 0;
};

/// An archive that is looked at, in one read transaction. The methods say what is damaged, and
/// throw for nothing but what keeps them from looking, as Error(io).
class ArchiveCheck {
public:
    ArchiveCheck() = default;
    ArchiveCheck(const ArchiveCheck&) = delete;
    ArchiveCheck& operator=(const ArchiveCheck&) = delete;
    virtual ~ArchiveCheck() = default;

    /// The header, the schema, the structure of the file, the keys. False: nothing else can be
    /// read.
    virtual bool structure(bool whole, const CheckSink& sink) = 0;
    /// The rows of the log, and whatever else has a hash. Returns how many were looked at.
    virtual std::int64_t rows(const LogRules& rules, const CheckSink& sink) = 0;
    struct Bodies {
        std::int64_t count = 0, bytes = 0;
    };
    /// Unpacks bodies and compares them with their hashes.
    virtual Bodies bodies(const BodySlice& slice, const CheckSink& sink) = 0;
    /// Nothing where the rows were derived by older rules: then they may differ.
    virtual std::unique_ptr<DerivedCopy> derive_again(const CheckSink& sink) = 0;
};

/// Throws Error(archive) where there is no archive, or none that can be opened.
[[nodiscard]] std::unique_ptr<ArchiveCheck> open_check(const std::string& location);

}  // namespace feedarc::archive
