package dev.berth.profiler.preload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.PreloadPhase;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreloaderTest {
    private static final int CHUNK_BYTES = 64 << 10;

    @TempDir
    Path folder;

    private Device device;
    private Preloader preloader;

    @BeforeEach
    void open() {
        device = Devices.open("host");
        preloader = new Preloader(device, 2, CHUNK_BYTES);
    }

    @AfterEach
    void close() {
        preloader.close();
        device.close();
    }

    private Path write(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static PreloadRequest request(List<Extent> extents, ReaderKind reader) {
        return new PreloadRequest(extents, headers -> extents, reader, () -> {}, true);
    }

    @Test
    void aWindowSmallerThanTheModelPassesAllBytesAndClaimsNoMore() throws IOException {
        Path file = write("streamed", 1_000_001);
        List<Extent> extents = List.of(new Extent(file, 0, 1_000_001));

        PreloadResult result = preloader.run(new PreloadRequest(
                extents, headers -> extents, ReaderKind.DIRECT, () -> {}, OptionalLong.of(2L * CHUNK_BYTES), true));

        assertEquals(Optional.empty(), result.failure());
        assertEquals(1_000_001, result.bytes());
        assertEquals(2L * CHUNK_BYTES, result.memory().requestedBytes());
        assertEquals(
                "only a window of the weights stays on the device",
                result.verified().whyAbsent().orElseThrow());
    }

    private static void assertWhole(PreloadResult result, long bytes) {
        assertEquals(Optional.empty(), result.failure());
        assertEquals(bytes, result.bytes());
        assertEquals(Reading.measured(true), result.verified());
    }

    /** Two files of extents between random gaps. */
    private List<Extent> extents() throws IOException {
        int fileBytes = 5_000_001;
        Random random = new Random(3);
        List<Extent> extents = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            Path file = write(name, fileBytes);
            for (int offset = random.nextInt(100); offset < fileBytes; ) {
                int length = Math.min(fileBytes - offset, 1 + random.nextInt(200_000));
                extents.add(new Extent(file, offset, length));
                offset += length + random.nextInt(10_000);
            }
        }
        return extents;
    }

    @ParameterizedTest
    @EnumSource
    void bytesReadInPlaceAreTheFiles(ReaderKind reader) throws IOException {
        List<Extent> extents = extents();
        ChunkPlan plan = ChunkPlan.inPlace(extents, CHUNK_BYTES);
        assertTrue(plan.isInPlace());

        PreloadResult result = preloader.run(request(extents, reader));

        assertWhole(result, extents.stream().mapToLong(Extent::length).sum());
        assertEquals(plan.targetBytes(), result.memory().requestedBytes());
        assertEquals(
                Reading.derived(plan.targetBytes()), result.memory().peakBytes(), "the ring is not part of the run");
        assertEquals(0, result.phaseNanos().get(PreloadPhase.DEVICE_COPY));
        assertEquals(0, result.copyBusyNanos());
    }

    @ParameterizedTest
    @EnumSource
    void wideGapsAreLeftOutByCopies(ReaderKind reader) throws IOException {
        int fileBytes = 10_000_000;
        Path file = write("gaps", fileBytes);
        List<Extent> extents = new ArrayList<>();
        for (int offset = 0; offset < fileBytes; offset += 50_000) {
            extents.add(new Extent(file, offset, 20_000));
        }
        assertFalse(ChunkPlan.inPlace(extents, CHUNK_BYTES).isInPlace());
        PreloadResult result = preloader.run(request(extents, reader));
        assertWhole(result, extents.stream().mapToLong(Extent::length).sum());
        assertTrue(result.readBytes() >= result.bytes());
        assertEquals(result.bytes(), result.memory().requestedBytes());
        assertTrue(result.copyBusyNanos() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void headersBetweenTheWeightsAreWhatTheFileHolds(ReaderKind reader) throws IOException {
        Path file = write("weights", 5_000_001);
        byte[] content = Files.readAllBytes(file);
        Random random = new Random(4);
        List<Extent> extents = new ArrayList<>();
        for (int offset = 70_000; offset < content.length - 100_000; offset += 1 + random.nextInt(100_000)) {
            int length = 1 + random.nextInt(200_000);
            extents.add(new Extent(file, offset, Math.min(length, content.length - offset)));
            offset += length;
        }
        PreloadResult result = preloader.run(new PreloadRequest(
                extents,
                headers -> {
                    // Forwards as parsers go, with a look back now and then, and a directory at the end.
                    for (int position = 0; position < content.length; position += random.nextInt(60_000)) {
                        assertHeader(headers, file, content, position);
                        if (random.nextInt(10) == 0) {
                            assertHeader(headers, file, content, random.nextInt(position + 1));
                        }
                    }
                    assertHeader(headers, file, content, content.length - 22);
                    return extents;
                },
                reader,
                () -> {},
                true));
        assertWhole(result, extents.stream().mapToLong(Extent::length).sum());
        assertEquals(
                result.totalNanos(),
                result.phaseNanos().values().stream().mapToLong(Long::longValue).sum());
    }

    private static void assertHeader(HeaderSource headers, Path file, byte[] content, int position) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(5000);
        try (HeaderSource.Bytes bytes = headers.open(file)) {
            int read = bytes.read(window, position);
            assertEquals(read, window.position());
            assertTrue(read > 0);
            assertEquals(ByteBuffer.wrap(content, position, read), window.flip());
        }
    }

    @ParameterizedTest
    @EnumSource
    void phasesSumToTheTotalAndBusyTimesLieWithinIt(ReaderKind reader) throws IOException {
        // Many times the ring, so that every buffer is used again and again.
        int bytes = 40 * (int) preloader.stagingBytes();
        PreloadRequest request = request(List.of(new Extent(write("weights", bytes), 0, bytes)), reader);
        for (int i = 0; i < 5; i++) {
            PreloadResult result = preloader.run(request);
            assertWhole(result, bytes);
            long sum = result.phaseNanos().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertEquals(result.totalNanos(), sum);
            assertEquals(PreloadPhase.values().length, result.phaseNanos().size());
            assertTrue(result.storageBusyNanos() > 0 && result.storageBusyNanos() <= result.totalNanos());
            assertEquals(0, result.copyBusyNanos(), "read in place");
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesThroughTheRingAreTimed(ReaderKind reader) throws IOException {
        int bytes = 40 * (int) preloader.stagingBytes();
        List<Extent> extents = List.of(new Extent(write("weights", bytes), 0, bytes));
        PreloadResult result = preloader.run(new PreloadRequest(
                extents, headers -> extents, reader, () -> {}, OptionalLong.of(3L * CHUNK_BYTES), false));
        assertEquals(Optional.empty(), result.failure());
        assertEquals(
                result.totalNanos(),
                result.phaseNanos().values().stream().mapToLong(Long::longValue).sum());
        assertTrue(result.copyBusyNanos() > 0 && result.copyBusyNanos() <= result.totalNanos());
        assertTrue(result.phaseNanos().get(PreloadPhase.DEVICE_COPY) > 0);
    }

    @Test
    void nothingIsAllocatedWhileBytesFlow() throws IOException {
        int smallBytes = CHUNK_BYTES;
        // Below the size from which the host is asked what the process holds, outside the timed region.
        int largeBytes = 200 * CHUNK_BYTES;
        Path file = write("weights", largeBytes);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] allocated = new long[2];
        for (int round = 0; round < 5; round++) {
            for (int size = 0; size < 2; size++) {
                List<Extent> extents = List.of(new Extent(file, 0, size == 0 ? smallBytes : largeBytes));
                long before = threads.getCurrentThreadAllocatedBytes();
                ChunkPlan.inPlace(extents, CHUNK_BYTES);
                long planBytes = threads.getCurrentThreadAllocatedBytes() - before;
                preloader.run(new PreloadRequest(extents, headers -> extents, ReaderKind.BUFFERED, () -> {}, false));
                // The run makes its plan before bytes flow.
                allocated[size] = threads.getCurrentThreadAllocatedBytes() - before - 2 * planBytes;
            }
        }
        // No object is smaller than 16 bytes: one more for each of the 199 further chunks would show.
        long more = allocated[1] - allocated[0];
        assertTrue(more < 199 * 16, () -> "bytes more for 199 chunks more: " + more);
    }

    @Test
    void runsFollowEachOtherWithoutAPause() throws IOException {
        List<Extent> extents = List.of(new Extent(write("weights", 2 * CHUNK_BYTES), 0, 2 * CHUNK_BYTES));
        for (int i = 0; i < 2000; i++) {
            PreloadResult result = preloader.run(
                    new PreloadRequest(extents, headers -> extents, ReaderKind.BUFFERED, () -> {}, false));
            assertEquals(Optional.empty(), result.failure());
        }
    }

    @Test
    void emptyRunTakesNothingFromTheDevice() {
        PreloadResult result = preloader.run(request(List.of(), ReaderKind.DIRECT));
        assertWhole(result, 0);
        assertEquals(0, result.memory().requestedBytes());
    }

    @Test
    void faultsAreResultsAndTheNextRunIsWhole() throws IOException {
        int bytes = 3_000_000;
        Path file = write("weights", bytes);
        List<Extent> extents = List.of(new Extent(file, 0, bytes));
        for (ReaderKind reader : ReaderKind.values()) {
            PreloadResult truncated = preloader.run(
                    new PreloadRequest(extents, headers -> truncate(file, extents), reader, () -> {}, true));
            assertEquals(
                    Optional.of(shortened(file, 1_000_000)),
                    truncated.failure().map(text -> text.replaceAll("at least \\d+", "at least N")));
            assertEquals(0, truncated.bytes());
            assertEquals(1, truncated.failure().get().lines().count());

            Files.delete(file);
            PreloadResult removed = preloader.run(request(extents, reader));
            assertTrue(
                    removed.failure().orElseThrow().startsWith(file + ": "),
                    removed.failure().get());

            write("weights", bytes);
            assertWhole(preloader.run(request(extents, reader)), bytes);
        }
    }

    private static String shortened(Path file, long length) {
        return file + ": ends at " + length
                + " while it is read, expected at least N bytes: it was shortened since it was opened";
    }

    private static List<Extent> truncate(Path file, List<Extent> extents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(1_000_000);
        }
        return extents;
    }

    @Test
    void parserThatFailsOrDisagreesIsAResult() throws IOException {
        List<Extent> extents = List.of(new Extent(write("weights", 10_000), 0, 10_000));
        PreloadResult failed = preloader.run(new PreloadRequest(
                extents,
                headers -> {
                    throw new BadInputException("model: header is cut off");
                },
                ReaderKind.DIRECT,
                () -> {},
                true));
        assertEquals(Optional.of("model: header is cut off"), failed.failure());
        PreloadResult changed =
                preloader.run(new PreloadRequest(extents, headers -> List.of(), ReaderKind.DIRECT, () -> {}, true));
        assertEquals(Optional.of("the model's files changed since it was opened; open it again"), changed.failure());
        assertWhole(preloader.run(request(extents, ReaderKind.DIRECT)), 10_000);
    }

    @Test
    void modelThatNoMemoryHoldsIsAResult() throws IOException {
        List<Extent> small = List.of(new Extent(write("weights", 10_000), 0, 10_000));
        long chunksBytes = (1L << 20) * CHUNK_BYTES;
        for (long bytes : new long[] {chunksBytes - CHUNK_BYTES, 4L << 40}) {
            Path sparse = folder.resolve("sparse");
            try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
                file.setLength(bytes);
            }
            PreloadResult result = preloader.run(request(List.of(new Extent(sparse, 0, bytes)), ReaderKind.BUFFERED));
            assertTrue(result.failure().isPresent());
            assertEquals(0, result.memory().requestedBytes());
            assertWhole(preloader.run(request(small, ReaderKind.BUFFERED)), 10_000);
        }
    }
}
