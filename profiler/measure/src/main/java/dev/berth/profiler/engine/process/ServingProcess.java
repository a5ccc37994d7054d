package dev.berth.profiler.engine.process;

import dev.berth.dataset.raw.EngineRow.Ending;
import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.profiler.engine.process.ProcessTable.Entry;
import dev.berth.profiler.engine.process.ProcessTable.ProcessId;
import dev.berth.record.Reading;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that serves, with all that descends from it. One thread uses it; {@link #end} may come from any. */
public final class ServingProcess implements AutoCloseable {
    /** A server's log of a run is some kilobytes; beyond this it is not one. */
    static final long MOST_OUTPUT_BYTES = 16L << 20;

    /** Of the working folder, beyond what servers keep there. */
    static final long MOST_FOLDER_BYTES = 1L << 30;

    private static final long BETWEEN_LOOKS_MILLIS = 250;
    private static final long OTHERS_PATIENCE_NANOS = 1_000_000_000;
    private static final long KILL_PATIENCE_NANOS = 10_000_000_000L;
    private static final long DRAIN_PATIENCE_MILLIS = 200;

    private static final String ELSEWHERE = "looked at by whoever made the run";

    private final Process process;
    private final Launch launch;
    private final RunMark mark;
    private final long startNanos;
    private final ProcessTree tree;
    private final TreeUsage usage;
    private final OutputLines output;
    private final Thread watch = new Thread(this::watch, "watch processes");
    private volatile boolean closed;
    private volatile Optional<String> excess = Optional.empty();

    private ServingProcess(Process process, Launch launch, RunMark mark, long startNanos, ProcessTree tree) {
        this.process = process;
        this.launch = launch;
        this.mark = mark;
        this.startNanos = startNanos;
        this.tree = tree;
        this.usage = new TreeUsage(tree);
        this.output = new OutputLines(process.getInputStream(), MOST_OUTPUT_BYTES, launch.listener());
    }

    static ServingProcess start(Launch launch, RunMark mark, Consumer<ProcessId> hidden) throws IOException {
        ProcessBuilder builder =
                builder(Programs.inOwnSession(launch.command()), launch, mark).redirectErrorStream(true);
        List<Entry> before = ProcessTable.now();
        long startNanos = System.nanoTime();
        Process process = builder.start();
        // Gone already where it ended at once.
        ProcessId root = ProcessTable.of(process.pid())
                .map(Entry::id)
                .orElseGet(() -> new ProcessId((int) process.pid(), Long.MAX_VALUE));
        ServingProcess serving =
                new ServingProcess(process, launch, mark, startNanos, new ProcessTree(before, root, mark, hidden));
        serving.output.start();
        serving.watch.setDaemon(true);
        serving.watch.start();
        return serving;
    }

    private static ProcessBuilder builder(List<String> command, Launch launch, RunMark mark) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.folder().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().putAll(launch.environment());
        builder.environment().put(RunMark.VARIABLE, mark.value());
        return builder;
    }

    /**
     * Runs a command beside it, in the same folder and environment, to its end; it is ended with it, at the latest.
     *
     * @param answer file that gets what the command writes
     * @param patienceNanos how long it may take
     * @return its exit status; empty where it took longer, or the process that serves has a {@link #fault}
     * @throws IOException where it cannot be started
     */
    public OptionalInt ask(List<String> command, Path answer, long patienceNanos) throws IOException {
        ProcessBuilder builder =
                builder(command, launch, mark).redirectErrorStream(true).redirectOutput(answer.toFile());
        long end = System.nanoTime() + patienceNanos;
        Process asking = tree.start(builder);
        try {
            while (!asking.waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - end >= 0 || fault().isPresent()) {
                    asking.destroyForcibly();
                    return OptionalInt.empty();
                }
            }
            return OptionalInt.of(asking.exitValue());
        } catch (InterruptedException stop) {
            asking.destroyForcibly();
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** For the most that was resident, for what is read by processes that end, and for what is written without end. */
    private void watch() {
        while (!closed) {
            usage.sample();
            if (output.isFlooded()) {
                excess = Optional.of("wrote more than " + MOST_OUTPUT_BYTES + " bytes of output");
            } else if (folderBytes() > MOST_FOLDER_BYTES) {
                excess = Optional.of("wrote more than " + MOST_FOLDER_BYTES + " bytes into its folder {dir}");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private long folderBytes() {
        try (Stream<Path> files = Files.walk(launch.folder())) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException | RuntimeException changedMeanwhile) {
            return 0;
        }
    }

    /** {@link System#nanoTime} just before it was started. */
    public long startNanos() {
        return startNanos;
    }

    /** Why it should not go on, one line: it ended, went to the background, or writes without end; empty where well. */
    public Optional<String> fault() {
        if (output.isFlooded()) {
            return Optional.of("wrote more than " + MOST_OUTPUT_BYTES + " bytes of output" + lastLine());
        }
        if (excess.isPresent() || process.isAlive()) {
            return excess;
        }
        List<Entry> others = tree.others();
        if (!others.isEmpty()) {
            return Optional.of("went to the background: its first process ended with status " + process.exitValue()
                    + " and left " + others.size() + " running (" + names(others)
                    + "); start it so that it stays in the foreground");
        }
        return Optional.of("ended with status " + process.exitValue() + lastLine());
    }

    /** What it wrote last, for messages; empty where it wrote nothing. */
    public String lastLine() {
        try {
            output.drain(process.isAlive() ? 1 : DRAIN_PATIENCE_MILLIS);
        } catch (InterruptedException goOn) {
            Thread.currentThread().interrupt();
        }
        return output.lastLine().map(line -> "; its last line: " + line).orElse("; it wrote nothing");
    }

    private static String names(List<Entry> processes) {
        return processes.stream().map(Entry::name).distinct().limit(5).collect(Collectors.joining(", "));
    }

    /** Memory of all its processes now. */
    public ResidentMemory memory() {
        return usage.memory();
    }

    /**
     * Memory of all its processes now, as rows have it.
     *
     * @param readyResidentBytes what was resident when it became ready
     */
    public ServedMemory servedMemory(Reading<Long> readyResidentBytes) {
        ResidentMemory now = memory();
        if (now.processes() == 0) {
            return ServedMemory.none("no process was left to look at");
        }
        return new ServedMemory(
                readyResidentBytes,
                Reading.measured(now.resident()),
                Reading.measured(now.anonymous()),
                Reading.measured(now.file()),
                proportionalBytes(),
                Reading.measured(peakBytes()),
                Reading.notSupported(ELSEWHERE),
                Reading.notSupported(ELSEWHERE),
                now.processes());
    }

    /** Their resident memory with shared pages divided among all that share them, in bytes. */
    public Reading<Long> proportionalBytes() {
        return usage.proportionalBytes();
    }

    /** Most bytes of them that were resident at once. */
    public long peakBytes() {
        return usage.peakBytes();
    }

    /** Bytes that they fetched from storage so far, those that ended among them. */
    public Reading<Long> readBytes() {
        return usage.readBytes();
    }

    /** Numbers of its processes. */
    public Set<Long> pids() {
        return tree.alive().stream().map(entry -> (long) entry.id().pid()).collect(Collectors.toSet());
    }

    /**
     * How its end came about.
     *
     * @param ending for the row
     * @param warnings what a reader should know, one line each
     */
    public record Ended(Ending ending, List<String> warnings) {}

    /**
     * Stops it: all its processes get the signal, and those that do not end in time are ended by force.
     *
     * @param patienceNanos how long they may take, >= 0
     */
    public Ended stop(Signal signal, long patienceNanos) {
        boolean lived = process.isAlive();
        long begin = System.nanoTime();
        End end = end(signal, patienceNanos);
        long nanos = System.nanoTime() - begin;
        Ending ending = new Ending(
                lived ? end.stubborn().isEmpty() ? "stopped" : "killed" : "ended",
                process.isAlive() ? Reading.failed("it could not be ended") : Reading.measured(process.exitValue()),
                lived ? Reading.measured(nanos) : Reading.notSupported("it had ended by itself"),
                end.left().size());
        return new Ended(ending, end.warnings(signal, patienceNanos));
    }

    /**
     * What it took.
     *
     * @param stubborn processes that had to be ended by force while the first one had not ended
     * @param left processes that outlived the first one and had to be ended by force
     * @param immortal processes that could not be ended
     */
    private record End(List<Entry> stubborn, List<Entry> left, List<Entry> immortal) {
        List<String> warnings(Signal signal, long patienceNanos) {
            return Stream.of(
                            warning(
                                    stubborn,
                                    "did not end on " + signal + " within "
                                            + TimeUnit.NANOSECONDS.toSeconds(patienceNanos)
                                            + " s and was ended by force"),
                            warning(left, "outlived the process that was started and was ended by force"),
                            warning(immortal, "cannot be ended"))
                    .flatMap(Optional::stream)
                    .toList();
        }

        private static Optional<String> warning(List<Entry> processes, String what) {
            return processes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(processes.size() + (processes.size() == 1 ? " process (" : " processes (")
                            + names(processes) + ") " + what);
        }
    }

    /** Ends all processes; may be called more than once. */
    End end(Signal signal, long patienceNanos) {
        tree.alive().forEach(entry -> signal.send(entry.id().pid()));
        List<Entry> stubborn = List.of();
        List<Entry> left = List.of();
        try {
            if (!process.waitFor(patienceNanos, TimeUnit.NANOSECONDS)) {
                stubborn = tree.alive();
            } else if (!tree.awaitEnd(Math.min(patienceNanos, OTHERS_PATIENCE_NANOS))) {
                left = tree.others();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        List<Entry> immortal = tree.kill(KILL_PATIENCE_NANOS);
        awaitStatus();
        return new End(stubborn, left, immortal);
    }

    /** Java learns of the end of a process a moment later. */
    private void awaitStatus() {
        try {
            process.waitFor(OTHERS_PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException goOn) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
        end(Signal.KILL, 0);
        try {
            process.getInputStream().close();
        } catch (IOException closedAlready) {
            // Nothing is read any more.
        }
    }
}
