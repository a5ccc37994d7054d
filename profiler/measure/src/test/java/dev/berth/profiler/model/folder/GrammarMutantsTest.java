package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.mutant.Mutant;
import dev.berth.text.VisibleText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models changed at the parts of their grammar, each beside a good one in its folder: the good one is always listed
 * with its size, the other is a model that its bytes back or one line, and reading both takes memory and steps that
 * their size justifies, counted and not timed.
 *
 * <p>{@code verify} tries some hundreds of each grammar. To try as many as one likes, from the source tree's root:
 *
 * <pre>
 * nice -n 19 mvn -pl profiler/measure -am test -Dtest=GrammarMutantsTest -Dsurefire.failIfNoSpecifiedTests=false -Dberth.mutants=20000
 * </pre>
 *
 * <p>{@code -Dberth.mutantSeed=N} begins with another seed. A failure names the grammar and the seed of its mutant.
 */
class GrammarMutantsTest {
    private static final long MUTANTS = Long.getLong("berth.mutants", 300);
    private static final long FIRST_SEED = Long.getLong("berth.mutantSeed", 1);
    private static final int MOST_CHANGES = 3;
    private static final int SOUND = 50;

    /** Opening some files, and a page of each looked at; then every byte read some times. */
    private static final long READ_BASE_BYTES = 1 << 20;

    private static final long READ_MULTIPLE = 16;
    private static final long STEPS_BASE = 20_000;
    private static final long STEPS_MULTIPLE = 200;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    /** What was found in one folder; empty where nothing is wrong. */
    private record Outcome(int models, Optional<String> defect) {}

    @ParameterizedTest
    @EnumSource
    void whatIsNotChangedOpensBesideItsNeighbour(Mutant.Grammar grammar) throws IOException {
        for (long seed = 0; seed < SOUND; seed++) {
            assertEquals(new Outcome(2, Optional.empty()), tried(grammar, seed, 0), grammar + " of seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMutantLosesItsNeighbour(Mutant.Grammar grammar) throws IOException {
        long opened = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MUTANTS; seed++) {
            int changes = 1 + (int) (seed % MOST_CHANGES);
            Outcome outcome = tried(grammar, seed, changes);
            assertEquals(Optional.empty(), outcome.defect(), grammar + " of seed " + seed);
            opened += outcome.models() - 1;
        }
        System.out.println(grammar + ": " + MUTANTS + " mutants, " + opened + " of them models");
        assertTrue(opened > 0 && opened < MUTANTS, "mutants that all open, or none, try nothing");
    }

    /** Tried twice where something is wrong: classes load with the first that needs them, a mutant's fault stays. */
    private Outcome tried(Mutant.Grammar grammar, long seed, int changes) throws IOException {
        Outcome outcome = triedOnce(grammar, seed, changes);
        return outcome.defect().isPresent() ? triedOnce(grammar, seed, changes) : outcome;
    }

    private Outcome triedOnce(Mutant.Grammar grammar, long seed, int changes) throws IOException {
        Path home = Files.createDirectories(folder.resolve("m"));
        grammar.write(home, seed, changes);
        Path good = Files.write(home.resolve("good.safetensors"), Fixtures.safetensors(true, true));
        long bytes = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        Outcome outcome = scanned(home, good, bytes);
        delete(home);
        return outcome;
    }

    private static Outcome scanned(Path home, Path good, long bytes) throws IOException {
        CountedSource source = new CountedSource(HeaderSource.FILES, READ_BASE_BYTES + READ_MULTIPLE * bytes);
        // The budget of both models together, which neither comes near.
        HeaderBudget budget = HeaderBudget.of(source);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            ModelCatalog.Scan scan = ModelCatalog.scan(List.of(home), ModelChoice.DEFAULT, budget);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            return new Outcome(
                    scan.models().size(),
                    lost(scan, good)
                            .or(() -> internal(scan))
                            .or(() -> beyond(allocated, FuzzSubject.BASE_BYTES + FuzzSubject.MULTIPLE * bytes))
                            .or(() -> budget.takes(HeaderBudget.STEPS - STEPS_BASE - STEPS_MULTIPLE * bytes)
                                    ? Optional.empty()
                                    : Optional.of("more steps than " + bytes + " bytes justify"))
                            .or(() -> unbacked(scan)));
        } catch (RuntimeException | CountedSource.ReadTooMuch | StackOverflowError thrown) {
            return new Outcome(0, Optional.of("threw " + thrown));
        }
    }

    private static Optional<String> lost(ModelCatalog.Scan scan, Path good) {
        return scan.models().stream().anyMatch(model -> isWhole(model, good))
                ? Optional.empty()
                : Optional.of("the neighbour is lost: " + scan);
    }

    private static boolean isWhole(Model model, Path good) {
        return model.weightExtents().stream().allMatch(extent -> extent.file().endsWith(good.getFileName()))
                && model.record().weightBytes() == Fixtures.A.length + Fixtures.B.length
                && model.record().parameters() == 10;
    }

    private static Optional<String> internal(ModelCatalog.Scan scan) {
        return scan.faults().stream()
                .filter(fault -> fault.advice().equals(ModelCatalog.DEFECT)
                        || fault.message().contains("check its permissions")
                        || VisibleText.of(fault.message()).lines().count() != 1)
                .map(ModelFault::message)
                .findFirst();
    }

    private static Optional<String> beyond(long allocated, long allowed) {
        return allocated <= allowed
                ? Optional.empty()
                : Optional.of("allocated " + allocated + " bytes, at most " + allowed + " are justified");
    }

    /** Weights outside the files that hold them. */
    private static Optional<String> unbacked(ModelCatalog.Scan scan) {
        for (Model model : scan.models()) {
            for (Extent extent : model.weightExtents()) {
                if (extent.offset() + extent.length() > FolderContents.bytes(extent.file())) {
                    return Optional.of("weights beyond the file's end: " + extent);
                }
            }
        }
        return Optional.empty();
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
