package dev.berth.profiler.model;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One model on storage, of whose files one at a time is damaged. */
final class FuzzSubject {
    /** What opening anything costs: windows of 64 KiB onto each file, the zip and JSON readers, paths, the record. */
    static final long BASE_BYTES = 1 << 20;

    /** A JSON text of two characters a value becomes a tree of objects. */
    static final long MULTIPLE = 300;

    private static final int MAX_HEADER_BYTES = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Path model;
    private final List<Path> files;
    private final List<byte[]> originals = new ArrayList<>();
    private final long allowedBaseBytes;
    private final long allowedMultiple;
    private long headerBytes;
    private int damaged;

    private FuzzSubject(String name, Path model, List<Path> files, long allowedBaseBytes, long allowedMultiple)
            throws IOException {
        this.name = name;
        this.model = model;
        this.files = files;
        this.allowedBaseBytes = allowedBaseBytes;
        this.allowedMultiple = allowedMultiple;
        for (Path file : files) {
            originals.add(Files.readAllBytes(file));
            headerBytes += Files.size(file);
        }
    }

    /**
     * What became of an input.
     *
     * @param signature what was said, without the numbers in it; inputs of one signature took much the same way
     * @param defect what must not be; empty where the reader did its duty
     * @param allocatedBytes allocated by the thread
     */
    record Outcome(String signature, Optional<String> defect, long allocatedBytes) {}

    static FuzzSubject of(Fixtures.Kind kind, Path folder) throws IOException {
        return of(kind, folder, BASE_BYTES, MULTIPLE);
    }

    /** A fixture held to a bound of its own: base + multiple × bytes of its headers. */
    static FuzzSubject of(Fixtures.Kind kind, Path folder, long baseBytes, long multiple) throws IOException {
        Path home = Files.createDirectories(folder.resolve(kind.name()));
        return of(kind.name(), kind.write(home), home, baseBytes, multiple);
    }

    /**
     * A model whose headers are small files.
     *
     * @param model what is opened
     * @param home folder of all its files; those of a header's size are damaged, the others are weights
     */
    static FuzzSubject of(String name, Path model, Path home) throws IOException {
        return of(name, model, home, BASE_BYTES, MULTIPLE);
    }

    private static FuzzSubject of(String name, Path model, Path home, long baseBytes, long multiple)
            throws IOException {
        List<Path> small = new ArrayList<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= MAX_HEADER_BYTES) {
                    small.add(file);
                }
            }
        }
        FuzzSubject subject = new FuzzSubject(name, model, small, baseBytes, multiple);
        // The first opening loads classes, whose cost is not the input's; and it must succeed.
        Outcome undamaged = subject.open(0, subject.original(0));
        if (!undamaged.signature().equals("opened #")) {
            throw new IllegalStateException(name + " does not open undamaged: " + undamaged.signature());
        }
        return subject;
    }

    String name() {
        return name;
    }

    int files() {
        return files.size();
    }

    String fileName(int file) {
        return files.get(file).getFileName().toString();
    }

    byte[] original(int file) {
        return originals.get(file);
    }

    /** Opens the model with one file replaced and the others whole, and its headers again where it opened. */
    Outcome open(int file, byte[] content) {
        try {
            if (damaged != file) {
                write(files.get(damaged), originals.get(damaged));
                damaged = file;
            }
            write(files.get(file), content);
            return outcome(content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cut to length afterwards: file systems hurry a file to the disk that was emptied first. */
    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
            channel.truncate(content.length);
        }
    }

    private Outcome outcome(int inputBytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String said;
        Optional<String> defect = Optional.empty();
        try {
            ModelCatalog.Scan scan = ModelCatalog.scan(List.of(model));
            for (Model opened : scan.models()) {
                opened.headers().read(HeaderSource.FILES);
                for (Extent extent : opened.weightExtents()) {
                    if (extent.offset() + extent.length() > Files.size(extent.file())) {
                        defect = Optional.of("weights beyond the file's end: " + extent);
                    }
                }
            }
            said = scan.faults().isEmpty() ? "opened " + scan.models().size() : says(scan.faults());
            if (said.contains("check its permissions")) {
                defect = Optional.of("blames the disk for what the file holds: " + said);
            }
            if (scan.faults().stream().anyMatch(fault -> fault.message().lines().count() != 1)) {
                defect = Optional.of("speaks in more than one line: " + said);
            }
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            said = "threw " + e.getClass().getName() + at(e);
            defect = Optional.of(said + ": " + e.getMessage());
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        long allowedBytes = allowedBaseBytes + allowedMultiple * (inputBytes + headerBytes);
        if (defect.isEmpty() && allocatedBytes > allowedBytes) {
            defect = Optional.of(
                    "allocated " + allocatedBytes + " bytes, at most " + allowedBytes + " are justified: " + said);
        }
        return new Outcome(signature(said), defect, allocatedBytes);
    }

    private String says(List<ModelFault> faults) {
        return faults.get(0).message().replace(model.getParent().toString(), "");
    }

    private static String at(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.berth.profiler.model")) {
                return " at " + frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    /** Quoted text and numbers come from the file. */
    private static String signature(String said) {
        String shape = said.replaceAll("'.*'", "''")
                .replaceAll("[^ ]*[^ -~][^ ]*", "?")
                .replaceAll("[^ ]*\\d[^ ]*", "#");
        return shape.length() > 120 ? shape.substring(0, 120) : shape;
    }
}
