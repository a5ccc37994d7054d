package dev.berth.profiler.run;

import dev.berth.profile.Ceiling;
import dev.berth.profiler.calibrate.OrderStatistics;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what the hardware gives at most, with the session's own buffers, device and files. */
final class Ceilings {
    private static final int REPEATS = 7;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final List<Integer> THREADS = List.of(1, 2, 4);
    /** Longer models are represented by their first GiB. */
    private static final long MAX_READ_BYTES = 1L << 30;

    /** Several times a processor's cache, so that copies come from memory. */
    private static final int COPY_BYTES = 128 << 20;

    private Ceilings() {}

    /**
     * Sequential direct reads of models' weight files, bytes thrown away: the best of one, two and four threads, with
     * the files evicted before each read.
     */
    static void directRead(List<Model> models, Device device, List<Ceiling> into, RunListener listener) {
        List<List<Ceiling>> candidates = new ArrayList<>();
        models.forEach(model -> candidates.add(new ArrayList<>()));
        for (int threads : THREADS) {
            try (Preloader preloader = new Preloader(device, threads, CHUNK_BYTES)) {
                for (int i = 0; i < models.size(); i++) {
                    try {
                        candidates.get(i).add(directRead(models.get(i), preloader, threads));
                    } catch (IOException e) {
                        listener.note("no direct-read ceiling for "
                                + models.get(i).record().name() + ": " + e.getMessage());
                    }
                }
            }
        }
        for (List<Ceiling> ofModel : candidates) {
            ofModel.stream()
                    .max((a, b) -> Double.compare(a.bytesPerSecond(), b.bytesPerSecond()))
                    .ifPresent(best -> add(best, into, listener));
        }
    }

    private static Ceiling directRead(Model model, Preloader preloader, int threads) throws IOException {
        ChunkPlan plan = ChunkPlan.of(firstOf(model.weightExtents()), CHUNK_BYTES);
        if (plan.size() == 0) {
            throw new IOException("it has no weight bytes");
        }
        double[] bytesPerSecond = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            for (Path file : plan.files()) {
                PageCache.evict(file);
            }
            try (ExtentReader reader = ReaderKind.DIRECT.open(plan.files())) {
                bytesPerSecond[i] = rate(plan.readBytes(), preloader.readOnly(plan, reader));
            }
        }
        String setting = "direct, " + threads + (threads == 1 ? " thread, " : " threads, ") + CHUNK_BYTES
                + "-byte chunks, " + preloader.stagingPages();
        return ceiling(Ceiling.Kind.DIRECT_READ, model.record().name(), bytesPerSecond, plan.readBytes(), setting);
    }

    private static List<Extent> firstOf(List<Extent> extents) {
        List<Extent> first = new ArrayList<>();
        long left = MAX_READ_BYTES;
        for (Extent extent : extents) {
            if (left > 0) {
                long length = Math.min(left, extent.length());
                first.add(new Extent(extent.file(), extent.offset(), length));
                left -= length;
            }
        }
        return first;
    }

    /** Copies from a staging buffer to the device and, where the device is not the host itself, back. */
    static void copies(Device device, List<Ceiling> into, RunListener listener) {
        boolean host = device.record().id().equals("host");
        try (StagingBuffer staging = device.allocateStaging(COPY_BYTES);
                DeviceMemory memory = device.allocate(COPY_BYTES);
                Copy copy = device.newCopy()) {
            double[] there = new double[REPEATS];
            double[] back = new double[REPEATS];
            for (int i = -1; i < REPEATS; i++) {
                long begin = System.nanoTime();
                device.copy(staging, 0, memory, 0, COPY_BYTES, copy);
                copy.await();
                long middle = System.nanoTime();
                device.readBack(memory, 0, staging.buffer().duplicate());
                if (i >= 0) {
                    back[i] = rate(COPY_BYTES, System.nanoTime() - middle);
                    there[i] = rate(COPY_BYTES, middle - begin);
                }
            }
            String id = device.record().id();
            Ceiling.Kind kind = host ? Ceiling.Kind.MEMCPY : Ceiling.Kind.PINNED_HOST_TO_DEVICE;
            add(ceiling(kind, id, there, COPY_BYTES, "one copy, " + staging.pages()), into, listener);
            if (!host) {
                add(
                        ceiling(Ceiling.Kind.DEVICE_TO_HOST, id, back, COPY_BYTES, "one copy, " + staging.pages()),
                        into,
                        listener);
            }
        } catch (DeviceException e) {
            listener.note("no copy ceiling for " + device.record().id() + ": " + e.getMessage());
        }
    }

    private static void add(Ceiling ceiling, List<Ceiling> into, RunListener listener) {
        into.add(ceiling);
        listener.ceiling(ceiling);
    }

    private static Ceiling ceiling(
            Ceiling.Kind kind, String subject, double[] bytesPerSecond, long bytes, String setting) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double rate : bytesPerSecond) {
            least = Math.min(least, rate);
            most = Math.max(most, rate);
        }
        return new Ceiling(
                kind,
                subject,
                OrderStatistics.median(bytesPerSecond),
                least,
                most,
                bytesPerSecond.length,
                bytes,
                setting);
    }

    private static double rate(long bytes, long nanos) {
        return bytes * 1e9 / Math.max(1, nanos);
    }
}
