package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures what the hardware gives at most, with the session's own buffers, device and files. What storage gives varies
 * by the minute on shared machines; models are therefore read again {@linkplain #again between the runs}.
 */
public final class Ceilings {
    /** Counted repeats of each ceiling where no other number is asked for. */
    public static final int DEFAULT_REPEATS = 7;

    /** Short reads vary most and cost least: they are repeated up to this often, {@link #REPEAT_BYTES} in all. */
    private static final int MAX_REPEATS = 41;

    private static final String BETWEEN = " and again between the runs";

    private static final int SCREEN_ROUNDS = 2;
    private static final long SCREEN_BYTES = 128L << 20;
    private static final int FINALISTS = 3;
    private static final int FINAL_ROUNDS = 4;

    /** Read in the repeats of a ceiling at most, where its number of repeats does not take more. */
    private static final long REPEAT_BYTES = 2L << 30;

    /** Longer models are represented by their first GiB. */
    private static final long MAX_MODEL_BYTES = 1L << 30;

    /** A file named for its own sake is read further, so that no cache of a disk or host holds it all. */
    private static final long MAX_FILE_BYTES = 8L << 30;

    private final SessionScope scope;
    private final int repeats;
    private final int blocks;
    private final List<Ceiling> found = new ArrayList<>();
    private final List<Repeated> repeated = new ArrayList<>();

    /** Reads of one subject that go on: how often yet, and how many blocks of runs lie from one to the next. */
    private static final class Repeated {
        private final String subject;
        private final Read read;
        private final int apart;
        private int left;
        private int blocks;

        Repeated(String subject, int repeats, int blocks, Read read) {
            this.subject = subject;
            this.read = read;
            left = repeats;
            apart = Math.max(1, blocks / repeats);
        }
    }

    /** One more read, counted among those before. */
    private interface Read {
        void again() throws IOException;
    }

    /**
     * None measured yet. A spent budget leaves out ceilings not begun and shortens the one under way.
     *
     * @param repeats counted repeats of each, >= 1
     * @param blocks of runs that are to come, at most; none where nothing is read {@linkplain #again again}
     */
    public Ceilings(SessionScope scope, int repeats, int blocks) {
        this.scope = scope;
        this.repeats = repeats;
        this.blocks = blocks;
    }

    /**
     * Measures all ceilings of a file and of the machine's devices: direct read, the same into memory that takes it all
     * (at most 1 GiB), buffered read from the page cache, memcpy, and for each CUDA device the copies there and back.
     * What cannot be measured is noted and left out.
     *
     * @param file read from its beginning, up to 8 GiB
     * @param device whose staging buffers the file is read into
     * @param repeats counted repeats of each, >= 1
     */
    public static List<Ceiling> ofFile(Path file, Device device, int repeats, RunListener listener) throws IOException {
        try (Preloaders preloaders = new Preloaders(device)) {
            Ceilings ceilings = new Ceilings(new SessionScope(preloaders, listener, () -> false), repeats, 0);
            Path real = file.toRealPath();
            long length = Files.size(real);
            List<Extent> whole = length == 0 ? List.of() : List.of(new Extent(real, 0, length));
            ceilings.read(file.toString(), Ceiling.Kind.DIRECT_READ, whole, MAX_FILE_BYTES, List.of());
            ceilings.read(file.toString(), Ceiling.Kind.BUFFERED_WARM_READ, whole, MAX_FILE_BYTES, List.of());
            Devices.list().forEach(ceilings::copies);
            // Notes why a GPU's copies are left out.
            Devices.missing().forEach(ceilings::copies);
            return ceilings.found();
        }
    }

    /** What was measured so far. */
    public List<Ceiling> found() {
        return List.copyOf(found);
    }

    /**
     * Sequential direct reads of each model's weight files; where the device is host memory also into memory of its
     * size. What a spent budget leaves out is said once.
     *
     * @param planned settings of the session's own cold runs: always among those tried, so that no run can be faster
     *     than the ceiling merely for its setting
     */
    public void directReads(List<Model> models, List<ReaderSetting> planned) {
        for (int i = 0; i < models.size(); i++) {
            if (scope.isSpent()) {
                scope.listener()
                        .note("no ceilings of " + (models.size() - i) + " of " + models.size() + " models, from "
                                + models.get(i).record().name()
                                + " on: half the budget was spent, the other half is for"
                                + " the runs; allow more with --budget");
                return;
            }
            directRead(models.get(i), planned);
        }
    }

    private void directRead(Model model, List<ReaderSetting> planned) {
        read(
                model.record().name(),
                Ceiling.Kind.DIRECT_READ,
                model.weightExtents(),
                MAX_MODEL_BYTES,
                planned.stream()
                        .filter(setting -> setting.reader() == ReaderKind.DIRECT)
                        .toList());
    }

    private void read(
            String subject, Ceiling.Kind kind, List<Extent> extents, long maxBytes, List<ReaderSetting> planned) {
        boolean direct = kind == Ceiling.Kind.DIRECT_READ;
        CacheTier tier = direct ? CacheTier.STORAGE_COLD : CacheTier.PAGE_CACHE_WARM;
        try {
            if (!direct) {
                for (Extent extent : extents) {
                    PageCache.fill(extent.file());
                }
            }
            Set<ReaderSetting> settings =
                    new LinkedHashSet<>(ReadSweep.settings(tier, direct ? ReaderKind.DIRECT : ReaderKind.BUFFERED));
            settings.addAll(planned);
            List<ReadSweep.Trial> screened =
                    new ReadSweep(scope, tier, extents, SCREEN_BYTES).run(List.copyOf(settings), SCREEN_ROUNDS);
            Set<ReaderSetting> finalists = new LinkedHashSet<>(planned);
            screened.stream().limit(FINALISTS).map(ReadSweep.Trial::setting).forEach(finalists::add);
            ReaderSetting best = new ReadSweep(scope, tier, extents, MAX_MODEL_BYTES)
                    .run(List.copyOf(finalists), FINAL_ROUNDS)
                    .get(0)
                    .setting();
            // Read afresh: the rates that made it the best of several are too good.
            String of = "; the best of " + settings.size() + " settings, read afresh";
            long bytes = bytesOf(extents, maxBytes);
            boolean read = direct && readIntoMemory(subject, extents, best, bytes <= MAX_MODEL_BYTES, of);
            if (!read) {
                ReadSweep afresh = new ReadSweep(scope, tier, extents, maxBytes);
                int times = repeatsOf(bytes, repeats);
                ReadSweep.Trial trial = afresh.run(List.of(best), times).get(0);
                set(kind, subject, trial, of);
                repeated.add(new Repeated(subject, times, blocks, () -> {
                    afresh.again(trial);
                    set(kind, subject, trial, of + BETWEEN);
                }));
            }
        } catch (IOException | DeviceException e) {
            noteMissing(kind, subject, e);
        }
    }

    /**
     * Where the device is the host: into memory that takes it all, in turn with reads into small buffers.
     *
     * @param whole whether the latter are the direct read's ceiling
     * @return whether they became that
     */
    private boolean readIntoMemory(
            String subject, List<Extent> extents, ReaderSetting setting, boolean whole, String of) {
        if (!scope.device().isHostAddressed()) {
            return false;
        }
        try {
            ReadSweep afresh = new ReadSweep(scope, CacheTier.STORAGE_COLD, extents, MAX_MODEL_BYTES);
            int times = repeatsOf(bytesOf(extents, MAX_MODEL_BYTES), repeats);
            ReadSweep.Both both = afresh.both(setting, times);
            set(subject, both, whole, of);
            repeated.add(new Repeated(subject, times, blocks, () -> {
                afresh.again(both);
                set(subject, both, whole, of + BETWEEN);
            }));
            return whole;
        } catch (IOException | DeviceException e) {
            noteMissing(Ceiling.Kind.DIRECT_READ_INTO_MEMORY, subject, e);
            return false;
        }
    }

    /**
     * Called after each block of runs: repeats the direct reads behind the ceilings, spread evenly over the session and
     * as many in all as before the first run. A fault ends the repeats of its model.
     *
     * @param subjects models that were read from storage in the block
     */
    public void again(Set<String> subjects) {
        for (Repeated one : List.copyOf(repeated)) {
            if (one.left == 0 || !subjects.contains(one.subject) || one.blocks++ % one.apart != 0) {
                continue;
            }
            one.left--;
            try {
                one.read.again();
            } catch (IOException | DeviceException e) {
                repeated.remove(one);
                scope.listener().note("ceiling of " + one.subject + " not read again: " + e.getMessage());
            }
        }
    }

    private void set(String subject, ReadSweep.Both both, boolean whole, String of) {
        if (whole) {
            set(Ceiling.Kind.DIRECT_READ, subject, both.discarded(), of);
        }
        set(Ceiling.Kind.DIRECT_READ_INTO_MEMORY, subject, both.intoMemory(), of);
    }

    private void set(Ceiling.Kind kind, String subject, ReadSweep.Trial trial, String of) {
        Ceiling ceiling =
                CopyCeilings.ceiling(kind, subject, trial.bytesPerSecond(), trial.bytes(), trial.words() + of);
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).kind() == kind && found.get(i).subject().equals(subject)) {
                found.set(i, ceiling);
                return;
            }
        }
        add(ceiling);
    }

    private void noteMissing(Ceiling.Kind kind, String subject, Exception e) {
        scope.listener().note("no " + kind.label() + " ceiling of " + subject + ": " + e.getMessage());
    }

    private static long bytesOf(List<Extent> extents, long maxBytes) {
        return Math.min(maxBytes, extents.stream().mapToLong(Extent::length).sum());
    }

    /** Bytes that {@link #directReads} and {@link #again} read of a model at most on the host, for estimates. */
    public static long directReadBytes(long modelBytes, int planned) {
        long settings = planned
                + (long) ReadSweep.settings(CacheTier.STORAGE_COLD, ReaderKind.DIRECT)
                        .size();
        long finalists = FINALISTS + (long) planned;
        return settings * (SCREEN_ROUNDS + 1L) * Math.min(modelBytes, SCREEN_BYTES)
                + (finalists * (FINAL_ROUNDS + 1L) + 2 * (2L * repeatsOf(modelBytes, DEFAULT_REPEATS) + 1L))
                        * Math.min(modelBytes, MAX_MODEL_BYTES);
    }

    private static int repeatsOf(long bytes, int repeats) {
        return (int) Math.max(repeats, Math.min(MAX_REPEATS, REPEAT_BYTES / Math.max(1, bytes)));
    }

    /** Copies between the host's memory and a device, or within the host's. */
    void copies(String id) {
        try (Device device = Devices.open(id)) {
            copies(device);
        } catch (DeviceException e) {
            scope.listener().note("no copy ceiling of " + id + ": " + e.getMessage());
        }
    }

    /** The same with a device that is open. */
    public void copies(Device device) {
        if (scope.isSpent()) {
            scope.listener().note("no copy ceiling of " + device.record().id() + ": the budget was spent first");
            return;
        }
        try {
            CopyCeilings.measure(device, repeats, this::add);
        } catch (DeviceException e) {
            scope.listener().note("no copy ceiling of " + device.record().id() + ": " + e.getMessage());
        }
    }

    private void add(Ceiling ceiling) {
        found.add(ceiling);
        scope.listener().ceiling(ceiling);
    }
}
