package dev.berth.profiler.model.folder;

import com.sun.management.ThreadMXBean;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.text.VisibleText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One model on storage, of whose files one at a time is replaced by whatever bytes come; and what must hold then. */
final class FuzzSubject {
    /**
     * What opening anything costs: windows of 64 KiB onto each file, the zip and JSON readers, paths, the record; and
     * looks at the first bytes of all files of a folder, once to find the model and once to say what lies beside it or
     * in its place.
     */
    static final long BASE_BYTES = 2 << 20;

    /** A JSON text of two characters a value becomes a tree of objects. */
    static final long MULTIPLE = 300;

    /** Formats are recognised, indexed and read; a zip's directory is looked for backwards from its end. */
    private static final long READ_BASE_BYTES = 1 << 20;

    private static final long READ_MULTIPLE = 16;

    /** A length in a header may take zeros of the weights for a text, each way a header is read: read, and decoded. */
    private static final long ZEROS_READ_MULTIPLE = 4;

    private static final long ZEROS_MULTIPLE = 8;

    private static final long KEPT_BASE_BYTES = 64 << 10;

    private static final long KEPT_MULTIPLE = 8;

    private static final int MAX_HEADER_BYTES = 256 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Path model;
    private final List<Header> headers;
    private final Map<Path, MemoryBytes> memory = new HashMap<>();
    private final long allowedBaseBytes;
    private final long allowedMultiple;
    private final long headerBytes;
    private final long zeroBytes;
    private final Path neighbour;
    private Set<Integer> damaged = Set.of();

    private FuzzSubject(
            String name,
            Path model,
            Path neighbour,
            List<Header> headers,
            long allowedBaseBytes,
            long allowedMultiple) {
        this.name = name;
        this.model = model;
        this.neighbour = neighbour;
        this.headers = headers;
        this.allowedBaseBytes = allowedBaseBytes;
        this.allowedMultiple = allowedMultiple;
        this.headerBytes =
                headers.stream().mapToLong(header -> header.content().length).sum();
        this.zeroBytes = headers.stream().mapToLong(Header::lengthBytes).sum() - headerBytes;
        headers.forEach(header -> memory.put(header.file(), header.with(header.content())));
    }

    /**
     * A file that is replaced.
     *
     * @param content its bytes, without the zeros at its end that stand for weights
     * @param lengthBytes the file's length, >= that of the content
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Header(Path file, byte[] content, long lengthBytes) {
        /** The file with other content before its zeros. */
        MemoryBytes with(byte[] other) {
            return new MemoryBytes(
                    other, lengthBytes > content.length ? Math.max(lengthBytes, other.length) : other.length);
        }
    }

    /**
     * What became of an input.
     *
     * @param answer what was said: {@code opened N}, or the first fault's line
     * @param defect what must not be; empty where the reader did its duty
     * @param allocatedBytes allocated by the thread
     * @param readBytes read of all headers
     */
    record Outcome(String answer, Optional<String> defect, long allocatedBytes, long readBytes) {}

    static FuzzSubject of(Fixtures.Kind kind, Path folder) throws IOException {
        return of(kind, folder, BASE_BYTES, MULTIPLE);
    }

    /** A fixture held to a bound of its own: base + multiple × bytes of its headers. */
    static FuzzSubject of(Fixtures.Kind kind, Path folder, long baseBytes, long multiple) throws IOException {
        Path home = Files.createDirectories(folder.resolve(kind.name()));
        return of(kind.name(), kind.write(home), home, baseBytes, multiple);
    }

    /**
     * A model whose headers are small files, or the heads of files that end in zeros for weights.
     *
     * @param model what is opened
     * @param home folder of all its files; those that begin with zeros, or name themselves weights, are not replaced
     */
    static FuzzSubject of(String name, Path model, Path home) throws IOException {
        return of(name, model, home, BASE_BYTES, MULTIPLE);
    }

    private static FuzzSubject of(String name, Path model, Path home, long baseBytes, long multiple)
            throws IOException {
        List<Header> headers;
        try (Stream<Path> all = Files.walk(home.toAbsolutePath())) {
            headers = all.filter(file -> Files.isRegularFile(file) && !weights(file))
                    .sorted()
                    .map(FuzzSubject::header)
                    .toList();
        }
        Path neighbour = Fixtures.Kind.SAFETENSORS.write(Files.createDirectories(home.resolveSibling("neighbour")));
        FuzzSubject subject = new FuzzSubject(name, model, neighbour, headers, baseBytes, multiple);
        // The first opening loads classes, whose cost is not the input's; and it must succeed.
        Outcome undamaged = subject.open(0, subject.original(0));
        if (!undamaged.answer().equals("opened 1")) {
            throw new IllegalStateException(name + " does not open undamaged: " + undamaged.answer());
        }
        return subject;
    }

    /** Files that no reader looks into. */
    private static boolean weights(Path file) {
        String name = file.getFileName().toString();
        return name.equals("saved_model.pb")
                || name.contains(".data")
                || (name.endsWith(".bin") && !name.endsWith("model.bin"));
    }

    private static Header header(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] content = new byte[(int) Math.min(MAX_HEADER_BYTES, in.length())];
            in.readFully(content);
            int end = content.length;
            while (in.length() > MAX_HEADER_BYTES && end > 0 && content[end - 1] == 0) {
                end--;
            }
            return new Header(file, Arrays.copyOf(content, end), in.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    int files() {
        return headers.size();
    }

    String fileName(int file) {
        return headers.get(file).file().getFileName().toString();
    }

    byte[] original(int file) {
        return headers.get(file).content();
    }

    /** Opens the model with one file replaced and the others whole, and its headers again where it opened. */
    Outcome open(int file, byte[] content) {
        return open(Map.of(file, content));
    }

    /** The same with several files replaced. */
    Outcome open(Map<Integer, byte[]> contents) {
        try {
            for (int file : damaged) {
                if (!contents.containsKey(file)) {
                    write(headers.get(file), original(file));
                }
            }
            damaged = Set.copyOf(contents.keySet());
            int bytes = 0;
            for (Map.Entry<Integer, byte[]> file : contents.entrySet()) {
                write(headers.get(file.getKey()), file.getValue());
                bytes += file.getValue().length;
            }
            Outcome outcome = outcome(bytes);
            // Classes load with the first that needs them, and a coverage agent rewrites them: not the input's cost.
            return outcome.allocatedBytes() > allowedBytes(bytes) ? outcome(bytes) : outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cut to length afterwards: file systems hurry a file to the disk that was emptied first. */
    private void write(Header header, byte[] content) throws IOException {
        MemoryBytes bytes = header.with(content);
        memory.put(header.file(), bytes);
        try (FileChannel channel = FileChannel.open(header.file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
            channel.truncate(content.length);
            if (bytes.size() > content.length) {
                channel.write(ByteBuffer.allocate(1), bytes.size() - 1);
            }
        }
    }

    /** Headers are read from memory, a hundred times a file as they are in short pieces. */
    private HeaderSource.Bytes bytes(Path file) throws IOException {
        MemoryBytes bytes = memory.get(file);
        return bytes != null ? bytes : HeaderSource.FILES.open(file);
    }

    /** What opening an input may allocate. */
    private long allowedBytes(int inputBytes) {
        return allowedBaseBytes + allowedMultiple * (inputBytes + headerBytes) + ZEROS_MULTIPLE * zeroBytes;
    }

    private Outcome outcome(int inputBytes) {
        CountedSource source = new CountedSource(
                this::bytes,
                READ_BASE_BYTES + READ_MULTIPLE * (inputBytes + headerBytes) + ZEROS_READ_MULTIPLE * zeroBytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String answer;
        Optional<String> defect = Optional.empty();
        try {
            ModelCatalog.Scan scan = ModelCatalog.scan(List.of(model, neighbour), ModelChoice.DEFAULT, source);
            answer = scan.faults().isEmpty()
                    ? "opened " + (scan.models().size() - 1)
                    : scan.faults().get(0).message();
            defect = fault(scan)
                    .or(() -> scan.models().stream()
                                    .noneMatch(found -> found.path().equals(neighbour))
                            ? Optional.of("the model beside it is not found")
                            : Optional.empty())
                    .or(() -> kept(scan, inputBytes))
                    .or(() -> beyond(scan, source));
        } catch (RuntimeException | CountedSource.ReadTooMuch e) {
            answer = "threw " + e.getClass().getName() + at(e);
            defect = Optional.of(answer + ": " + e.getMessage());
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        long allowedBytes = allowedBytes(inputBytes);
        if (defect.isEmpty() && allocatedBytes > allowedBytes) {
            defect = Optional.of(
                    "allocated " + allocatedBytes + " bytes, at most " + allowedBytes + " are justified: " + answer);
        }
        return new Outcome(answer, defect, allocatedBytes, source.bytes());
    }

    private static Optional<String> fault(ModelCatalog.Scan scan) {
        for (ModelFault fault : scan.faults()) {
            if (fault.advice().equals(ModelCatalog.DEFECT)) {
                return Optional.of("threw " + fault.message());
            }
            if (fault.message().contains("check its permissions")) {
                return Optional.of("blames the disk for what the file holds: " + fault.message());
            }
            if (VisibleText.of(fault.message()).lines().count() != 1) {
                return Optional.of("speaks in more than one line: " + fault.message());
            }
        }
        return Optional.empty();
    }

    /** What stays in memory after a scan: the pieces of the weights, each of which the headers tell in some bytes. */
    private Optional<String> kept(ModelCatalog.Scan scan, int inputBytes) {
        long kept = scan.models().stream().mapToLong(Model::keptBytes).sum();
        long allowed = KEPT_BASE_BYTES + KEPT_MULTIPLE * (inputBytes + headerBytes);
        return kept > allowed
                ? Optional.of("keeps " + kept + " bytes, at most " + allowed + " are justified")
                : Optional.empty();
    }

    /** Weights outside the files that hold them, or other weights when the headers are read again. */
    private static Optional<String> beyond(ModelCatalog.Scan scan, HeaderSource source) {
        try {
            for (Model opened : scan.models()) {
                if (!opened.headers().read(source).equals(opened.weightExtents())) {
                    return Optional.of("other weights when its headers are read again");
                }
                for (Extent extent : opened.weightExtents()) {
                    if (extent.offset() + extent.length() > Files.size(extent.file())) {
                        return Optional.of("weights beyond the file's end: " + extent);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String at(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.berth.profiler.model")) {
                return " at " + frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }
}
