#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::cli {

/// Fills man pages (mdoc) in with what the parser knows. A page is written by hand but for lines
/// that begin with `.\" @`:
///
///     .\" @synopsis COMMAND        how the command is called
///     .\" @options COMMAND         its arguments and options; up to `.\" @end` further lines may
///     say
///     .\" @for NAME                more of one than its help does (`--limit`, `INPUT`): the lines
///                                  up to the next `.\" @`
///     .\" @global-options          the same for those that every command has
///     .\" @examples COMMAND
///     .\" @commands                all commands, with the pages they are described on
///
/// What several commands say of an option that they share stands in a page of its own, behind
/// `.\" @shared NAME|HELP`: it holds wherever an option has this name and this text in its help.
class ManPages {
public:
    explicit ManPages(std::string_view shared);

    /// The page as it is installed.
    [[nodiscard]] std::string fill(const std::string& name, std::string_view page);

    /// What does not fit the parser, each with its page; known once all pages are filled in.
    [[nodiscard]] std::vector<std::string> problems() const;

private:
    using Texts = std::map<std::string, std::string>;

    void put_options(std::string& out, const std::string& page, const std::string& command,
                     const Texts& told);

    std::map<std::string, std::string> shared_;
    std::set<std::string> used_;
    std::vector<std::string> problems_;
};

}  // namespace feedarc::cli
