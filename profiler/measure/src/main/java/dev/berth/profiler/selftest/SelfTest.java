package dev.berth.profiler.selftest;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DeviceKind;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.device.HugePageMemory;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.DirectReadRefusedException;
import dev.berth.profiler.storage.ExtentReader;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.WorkFolder;
import dev.berth.text.Figures;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks of {@code self-test}, each made whatever became of the others. */
public final class SelfTest {
    /** Above this a preload of a millisecond cannot be told within a percent. */
    private static final long COARSE_CLOCK_NANOS = 10_000;

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path parent;

    /** @param parent an existing folder; a folder is made below it and removed again */
    public SelfTest(Path parent) {
        this.parent = parent;
    }

    public enum Outcome {
        PASSED("ok"),
        /** Berth works, with less than it could have. */
        NOTED("note"),
        FAILED("FAIL");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * One check.
     *
     * @param finding one line
     */
    public record Check(String name, Outcome outcome, String finding) {}

    /** A check that may end in any way; what it throws is its failure. */
    private interface Trial {
        Check make() throws Exception;
    }

    /**
     * Makes every check.
     *
     * @param told hears of each when it is done
     * @return all of them, in order
     * @throws IOException where the folder itself cannot be used
     */
    public List<Check> run(Consumer<Check> told) throws IOException {
        List<Check> checks = new ArrayList<>();
        try (WorkFolder work = WorkFolder.in(parent, "berth-self-test-")) {
            Path folder = work.path();
            Path model = folder.resolve("model.safetensors");
            SelfTestModel.write(model);
            Path dataset = folder.resolve(Vocabulary.HOST).resolve(SessionFolder.PROFILES_FILE);
            attempt("runtime", SelfTest::runtime, checks, told);
            attempt("JNA", () -> nativeCalls(model), checks, told);
            attempt("huge pages", SelfTest::hugePages, checks, told);
            attempt("direct reads", () -> directReads(model), checks, told);
            List<DeviceKind> others =
                    Devices.kinds().stream().filter(DeviceKind::isNumbered).toList();
            for (DeviceKind kind : others) {
                attempt(kind.title(), () -> opens(kind), checks, told);
            }
            attempt("profile host", () -> profile(Vocabulary.HOST, model, dataset.getParent()), checks, told);
            attempt("clock", () -> clock(dataset), checks, told);
            attempt("validate", () -> validate(dataset), checks, told);
            for (DeviceKind kind : others) {
                if (kind.count() > 0) {
                    attempt(
                            "profile " + kind.name(),
                            () -> profile(kind.id(0), model, folder.resolve(kind.name())),
                            checks,
                            told);
                }
            }
            attempt("plan", () -> plan(dataset, folder), checks, told);
        }
        return checks;
    }

    private static void attempt(String name, Trial trial, List<Check> checks, Consumer<Check> told) {
        Check check;
        try {
            check = trial.make();
        } catch (Exception | LinkageError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            check = new Check(name, Outcome.FAILED, message.replaceAll("\\R\\s*", " "));
        }
        checks.add(check);
        told.accept(check);
    }

    private static Check runtime() {
        return new Check(
                "runtime",
                Outcome.PASSED,
                "Java " + System.getProperty("java.runtime.version") + " of " + System.getProperty("java.vendor")
                        + " in " + System.getProperty("java.home") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    /** The first call through JNA loads its library. */
    private static Check nativeCalls(Path model) throws IOException {
        PageCache.Residency residency = PageCache.residency(model);
        return new Check(
                "JNA",
                Outcome.PASSED,
                "native calls work; page cache residency by "
                        + residency.method().label());
    }

    private static Check hugePages() {
        try (HugePageMemory memory = HugePageMemory.map(2L * HugePageMemory.ALIGNMENT_BYTES)) {
            boolean granted = memory.pages().equals("huge pages");
            return new Check(
                    "huge pages",
                    granted ? Outcome.PASSED : Outcome.NOTED,
                    granted ? "buffers lie on huge pages" : memory.pages() + "; direct reads will be slower");
        }
    }

    private static Check directReads(Path model) throws IOException {
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(model, 0, Files.size(model))), CHUNK_BYTES);
        try (HugePageMemory memory = HugePageMemory.map(CHUNK_BYTES);
                ExtentReader reader = ReaderKind.DIRECT.open(plan.files());
                InputStream expected = Files.newInputStream(model)) {
            for (int i = 0; i < plan.size(); i++) {
                ChunkPlan.Chunk chunk = plan.chunk(i);
                ByteBuffer buffer = memory.buffer();
                reader.read(chunk, buffer);
                byte[] bytes = expected.readNBytes(chunk.length());
                if (!buffer.slice(0, chunk.length()).equals(ByteBuffer.wrap(bytes))) {
                    return new Check(
                            "direct reads",
                            Outcome.FAILED,
                            "other bytes than buffered reads give, from offset " + chunk.offset());
                }
            }
            return new Check("direct reads", Outcome.PASSED, "the same bytes past the page cache as through it");
        } catch (DirectReadRefusedException e) {
            return new Check("direct reads", Outcome.NOTED, e.getMessage());
        }
    }

    private static Check opens(DeviceKind kind) {
        try (Device device = kind.open(0)) {
            DeviceRecord record = device.record();
            return new Check(kind.title(), Outcome.PASSED, record.id() + ": " + record.name());
        } catch (DeviceException e) {
            Outcome outcome = e.kind() == DeviceException.Kind.NO_DEVICE ? Outcome.NOTED : Outcome.FAILED;
            return new Check(kind.title(), outcome, e.getMessage());
        }
    }

    private static Check profile(String device, Path model, Path out) throws IOException {
        String name = "profile " + device.replaceFirst(":.*", "");
        Ended ended = command("profile", model, "--device", device, "--out", out, "--runs", "5", "--allow-fallback");
        if (ended.status != ExitCode.OK.status()) {
            return new Check(name, Outcome.FAILED, "exit status " + ended.status + ": " + ended.lastLine());
        }
        ProfileDataset dataset = ProfileDatasets.read(out.resolve(SessionFolder.PROFILES_FILE));
        List<Preload> preloads =
                dataset.models().stream().flatMap(it -> it.preload().stream()).toList();
        boolean cold = preloads.stream().anyMatch(it -> it.tier().label().equals("storage-cold"));
        return new Check(
                name,
                cold ? Outcome.PASSED : Outcome.NOTED,
                preloads.stream()
                                .map(it -> it.tier().label() + " " + it.reader() + " "
                                        + Figures.decimal(it.bytesPerSecond(), "B/s"))
                                .collect(Collectors.joining(", "))
                        + (cold ? "" : "; no run could be proven cold on this file system"));
    }

    private static Check clock(Path file) {
        ProfileDataset dataset = ProfileDatasets.read(file);
        long granularityNanos = dataset.instrument().clockGranularityNanos();
        return new Check(
                "clock",
                granularityNanos <= COARSE_CLOCK_NANOS ? Outcome.PASSED : Outcome.NOTED,
                "steps of " + Figures.duration((double) granularityNanos) + ", "
                        + Figures.duration(dataset.instrument().clockReadNanos()) + " a reading, empty run "
                        + Figures.duration((double) dataset.instrument().emptyRunNanos()));
    }

    private static Check validate(Path dataset) {
        Ended ended = command("validate", dataset.getParent());
        boolean valid = ended.status == ExitCode.OK.status();
        return new Check(
                "validate",
                valid ? Outcome.PASSED : Outcome.FAILED,
                valid ? "dataset and raw runs follow their schemas" : ended.lastLine());
    }

    private static Check plan(Path dataset, Path folder) {
        Path plan = folder.resolve("plan.json");
        Ended ended = command(
                "plan",
                "--quiet",
                "--profiles",
                dataset,
                "--derive-scenario",
                folder.resolve("scenario.yaml"),
                "--out",
                plan);
        boolean planned = ended.status == ExitCode.OK.status() && Files.exists(plan);
        return new Check(
                "plan",
                planned ? Outcome.PASSED : Outcome.FAILED,
                planned ? "planned on the dataset" : ended.lastLine());
    }

    /** A command of this program, run as a user would. */
    private static Ended command(Object... words) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int status = Commands.run(
                writer, writer, Stream.of(words).map(Object::toString).toArray(String[]::new));
        return new Ended(status, said.toString());
    }

    private record Ended(int status, String said) {
        String lastLine() {
            List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "nothing was said, exit status " + status : lines.get(lines.size() - 1);
        }
    }
}
