package dev.berth.profiler.cli;

import dev.berth.profile.cli.Console;
import dev.berth.profiler.model.ModelCatalog;
import java.nio.file.Path;
import java.util.List;

/** The console of commands that look for models or measure them. */
final class ProfilerConsole extends Console {
    /** Looks for models and tells each fault in a line. */
    ModelCatalog.Scan scan(List<Path> paths) {
        ModelCatalog.Scan scan = ModelCatalog.scan(paths);
        scan.faults().forEach(fault -> fault(fault.message()));
        return scan;
    }

    /** Progress on stderr; nothing with {@code --quiet}. */
    ProgressLines progress() {
        return new ProgressLines(statusLine());
    }
}
