#pragma once

#include <feedarc/archive_state.hpp>

#include "app/config.hpp"
#include "app/findings.hpp"

#include <string>

namespace feedarc::app {

/// The folder of the archive and the file system that it is on. False where there is no folder.
bool examine_place(const ArchiveState& state, Findings& findings);

/// Who may read and change the archive and what belongs to it.
void examine_permissions(const ArchiveState& state, Findings& findings);

/// Who may read the secrets that a configuration holds or names files of.
void examine_secrets(const std::string& config_path, const Config& config, Findings& findings);

}  // namespace feedarc::app
