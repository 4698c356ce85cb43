#pragma once

namespace feedarc::sqlite {

/// Whether a version of SQLite, as sqlite3_libversion_number() gives it, has the bug for which see
/// WriterLock: 3.7.0 to 3.51.2, but for two older lines in which it was mended as well.
[[nodiscard]] constexpr bool has_wal_reset_bug(int version) noexcept {
    const bool mended = (version >= 3'044'006 && version < 3'045'000) ||
                        (version >= 3'050'007 && version < 3'051'000) || version >= 3'051'003;
    return version >= 3'007'000 && !mended;
}

}  // namespace feedarc::sqlite
