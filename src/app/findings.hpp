#pragma once

#include <feedarc/doctor.hpp>

#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {

/// What an examination has found so far.
class Findings {
public:
    void ok(std::string subject, std::string detail) {
        all_.push_back({std::move(subject), Finding::Verdict::ok, std::move(detail), "", {}});
    }
    void warning(std::string subject, std::string detail, std::string remedy) {
        all_.push_back({std::move(subject), Finding::Verdict::warning, std::move(detail),
                        std::move(remedy), ErrorCode{}});
    }
    void problem(std::string subject, std::string detail, std::string remedy, ErrorCode code) {
        all_.push_back({std::move(subject), Finding::Verdict::problem, std::move(detail),
                        std::move(remedy), code});
    }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] std::vector<Finding> take() { return std::move(all_); }

private:
    std::vector<Finding> all_;
};

}  // namespace feedarc::app
