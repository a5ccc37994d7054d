package dev.berth.profiler.engine.process;

import dev.berth.profiler.engine.process.ProcessTable.Entry;
import dev.berth.profiler.engine.process.ProcessTable.ProcessId;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the processes of a tree take and read, from {@code /proc}; threads may share it. */
final class TreeUsage {
    private static final long KIBIBYTE = 1024;
    private static final Pattern READ_BYTES = Pattern.compile("(?m)^read_bytes: (\\d+)$");

    private final ProcessTree tree;
    private Map<ProcessId, Read> lastReads = new HashMap<>();
    private long lostReadBytes;
    private long peakBytes;
    private Optional<String> hidden = Optional.empty();

    /** @param tree whose processes are looked at */
    TreeUsage(ProcessTree tree) {
        this.tree = tree;
    }

    /**
     * Resident memory of all processes in bytes.
     *
     * @param resident all of it
     * @param anonymous of no file
     * @param file of mapped files
     * @param peak most of a single process so far
     */
    private record Resident(long resident, long anonymous, long file, long peak) {
        static Optional<Resident> of(int pid) {
            try {
                String status = Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1);
                return Optional.of(new Resident(
                        bytes(status, "VmRSS"),
                        bytes(status, "RssAnon"),
                        bytes(status, "RssFile") + bytes(status, "RssShmem"),
                        bytes(status, "VmHWM")));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    private static long bytes(String text, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ":\\s*(\\d+) kB$").matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) * KIBIBYTE : 0;
    }

    /**
     * What a process fetched from storage so far.
     *
     * @param parent whose own figure gets it, once the process ended and the parent looked at it
     */
    private record Read(long bytes, int parent) {}

    /**
     * Looks at all processes: for the most that was resident, and for what those read that are gone at the next look.
     */
    synchronized void sample() {
        List<Entry> alive = tree.alive();
        long sum = 0;
        long mostOfOne = 0;
        for (Entry entry : alive) {
            Optional<Resident> memory = Resident.of(entry.id().pid());
            sum += memory.map(Resident::resident).orElse(0L);
            mostOfOne = Math.max(mostOfOne, memory.map(Resident::peak).orElse(0L));
        }
        peakBytes = Math.max(peakBytes, Math.max(sum, mostOfOne));
        readBytes(alive);
    }

    /** Most bytes that were resident at once, as far as looks and the kernel's own marks of single processes tell. */
    synchronized long peakBytes() {
        sample();
        return peakBytes;
    }

    /** Memory at this moment. */
    synchronized ResidentMemory memory() {
        List<Resident> all = new ArrayList<>();
        tree.alive().forEach(entry -> Resident.of(entry.id().pid()).ifPresent(all::add));
        return new ResidentMemory(
                sum(all, Resident::resident), sum(all, Resident::anonymous), sum(all, Resident::file), all.size());
    }

    private static long sum(List<Resident> all, ToLongFunction<Resident> part) {
        return all.stream().mapToLong(part).sum();
    }

    /** Resident memory with each page divided among all that share it; reading it may take milliseconds a gigabyte. */
    synchronized Reading<Long> proportionalBytes() {
        long bytes = 0;
        for (Entry entry : tree.alive()) {
            Path rollup = Path.of("/proc/" + entry.id().pid() + "/smaps_rollup");
            try {
                bytes += bytes(Files.readString(rollup, StandardCharsets.ISO_8859_1), "Pss");
            } catch (IOException refused) {
                return Reading.notSupported(rollup + " may not be read");
            }
        }
        return Reading.measured(bytes);
    }

    /** Bytes fetched from storage so far by all processes, those that ended among them. */
    synchronized Reading<Long> readBytes() {
        return readBytes(tree.alive());
    }

    private Reading<Long> readBytes(List<Entry> alive) {
        Map<ProcessId, Read> reads = new HashMap<>();
        for (Entry entry : alive) {
            try {
                String io = Files.readString(Path.of("/proc/" + entry.id().pid() + "/io"), StandardCharsets.ISO_8859_1);
                Matcher bytes = READ_BYTES.matcher(io);
                if (bytes.find()) {
                    reads.put(entry.id(), new Read(Long.parseLong(bytes.group(1)), entry.parent()));
                }
            } catch (IOException refused) {
                if (Files.exists(Path.of("/proc/" + entry.id().pid()))) {
                    hidden = Optional.of(
                            "/proc/" + entry.id().pid() + "/io of " + entry.name() + " may not be read by this user");
                }
            }
        }
        keepWhatIsLost(reads);
        lastReads = reads;
        long sum =
                lostReadBytes + reads.values().stream().mapToLong(Read::bytes).sum();
        return hidden.isPresent() ? Reading.notSupported(hidden.get()) : Reading.measured(sum);
    }

    /**
     * The kernel adds what a child read to its parent once the parent has waited for it; where the parent's figure did
     * not grow by that much, the child's is counted here. Never counts a byte twice.
     */
    private void keepWhatIsLost(Map<ProcessId, Read> reads) {
        lastReads.forEach((id, last) -> {
            if (!reads.containsKey(id) && last.bytes() > grownBytes(last.parent(), reads)) {
                lostReadBytes += last.bytes();
            }
        });
    }

    private long grownBytes(int parent, Map<ProcessId, Read> reads) {
        return reads.entrySet().stream()
                .filter(entry -> entry.getKey().pid() == parent)
                .mapToLong(entry -> entry.getValue().bytes()
                        - Optional.ofNullable(lastReads.get(entry.getKey()))
                                .map(Read::bytes)
                                .orElse(0L))
                .findFirst()
                .orElse(-1);
    }
}
