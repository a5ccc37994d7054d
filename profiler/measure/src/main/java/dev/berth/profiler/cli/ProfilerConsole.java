package dev.berth.profiler.cli;

import dev.berth.command.Console;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.profiler.view.ProgressLines;
import dev.berth.profiler.view.WriteProgress;
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

    /**
     * Writes files with made-up weights where they are not yet, and tells how far it is.
     *
     * @throws dev.berth.record.BadInputException where they cannot be written
     */
    Synthesis.Outcome synthesize(LayoutDocument layout, Path folder, long seed) {
        WriteProgress progress = new WriteProgress(statusLine(), System::nanoTime);
        try {
            return ResultFile.in(folder, () -> new Synthesis(layout, folder, seed).write(progress));
        } finally {
            progress.finish();
        }
    }

    /** Progress on stderr; warnings alone with {@code --quiet}. */
    ProgressLines progress() {
        return new ProgressLines(statusLine(), this::warning);
    }
}
