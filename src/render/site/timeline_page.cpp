#include "render/site/timeline_page.hpp"

#include "render/site/frame.hpp"

#include <fmt/format.h>

namespace feedarc::render::site {

std::string timeline_page(const Site& site, const Arrivals& arrivals, const Lifelines& lifelines,
                          std::int64_t shown, std::int64_t records) {
    const std::string path(kTimelinePath);
    Html html = begin_page(site, {path, "Timeline", kTimelinePath});
    html.element("h1", "Timeline");
    html.element("h2", "What came when");
    arrivals.write(html);
    if (shown > 0) {
        html.element("h2", "How long it stayed");
        html.element("p",
                     shown == records
                         ? fmt::format("All {} records, the newest first.", records)
                         : fmt::format("The newest {} of {} records: those that were seen first "
                                       "most lately.",
                                       shown, records),
                     {{"class", "lead"}});
        lifelines.write(html, path);
    }
    return finish_page(std::move(html));
}

}  // namespace feedarc::render::site
