#include "cli/capture_options.hpp"

#include "cli/configuration.hpp"
#include "cli/stop.hpp"

namespace feedarc::cli {

CaptureOptions capture_options(const Context& context) {
    CaptureOptions options;
    app::Config config = configuration(context);
    options.configured = std::move(config.sources);
    options.categories = std::move(config.categories);
    options.defaults = config.capture;
    options.hooks = config.hooks;
    options.jobs = config.jobs;
    options.wait = context.wait();
    options.min_free = config.min_free;
    options.now = context.session.now;
    options.environment = context.session.environment;
    options.stop = stop_of(context);
    return options;
}

void allow_private(CaptureOptions& options) {
    options.defaults.allow_private = true;
    for (ConfiguredSource& source : options.configured) source.capture.allow_private = true;
}

}  // namespace feedarc::cli
