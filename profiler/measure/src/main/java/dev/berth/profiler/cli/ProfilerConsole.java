package dev.berth.profiler.cli;

import dev.berth.command.Console;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.view.ProgressLines;
import java.nio.file.Path;
import java.util.List;

/** The console of commands that look for models or measure them. */
final class ProfilerConsole extends Console {
    private static final long GROWN_HEAP_BYTES = 64L << 20;

    /** Looks for models and tells each fault in a line. */
    ModelCatalog.Scan scan(List<Path> paths, ModelChoice choice) {
        ModelCatalog.Scan scan = ModelCatalog.scan(paths, choice);
        if (Runtime.getRuntime().totalMemory() > GROWN_HEAP_BYTES) {
            // What reading large headers took goes back to the system: measuring needs memory outside the heap.
            System.gc();
        }
        scan.faults().forEach(fault -> fault(fault.message()));
        return scan;
    }

    /** Progress on stderr; warnings alone with {@code --quiet}. */
    ProgressLines progress() {
        return new ProgressLines(statusLine(), this::warning);
    }
}
