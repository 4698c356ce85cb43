#pragma once

#include "base/uuid.hpp"

namespace feedarc::sqlite {

using base::as_uuid;

}  // namespace feedarc::sqlite
