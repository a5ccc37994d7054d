package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Opens damaged models, many of them. An input that was answered as none before joins the corpus and is damaged
 * further: readers here name the place and the reason of every fault, so that what they say tells which way was taken.
 *
 * <p>{@code verify} tries some thousands with a fixed seed; {@link #main} as many as one likes.
 */
final class ModelFuzz {
    /** Inputs of one subject's file that were answered differently. */
    private static final int MAX_CORPUS = 400;

    private final List<FuzzSubject> subjects;
    private final SplittableRandom random;
    private final Mutator mutator;
    private final Map<String, List<byte[]>> corpus = new HashMap<>();
    private final Set<String> signatures = new HashSet<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Map<String, Long> triedBySubject = new TreeMap<>();
    private long mostAllocatedBytes;

    ModelFuzz(List<FuzzSubject> subjects, long seed) {
        this.subjects = subjects;
        this.random = new SplittableRandom(seed);
        this.mutator = new Mutator(random);
    }

    /**
     * An input that a reader did not answer as it must.
     *
     * @param subject the model
     * @param file the file of it that is damaged
     * @param input its content
     * @param defect what became of it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Finding(String subject, String file, byte[] input, String defect) {}

    /** Fixtures of every format. */
    static List<FuzzSubject> subjects(Path folder) throws IOException {
        List<FuzzSubject> subjects = new ArrayList<>();
        for (Fixtures.Kind kind : Fixtures.Kind.values()) {
            subjects.add(FuzzSubject.of(kind, folder));
        }
        subjects.addAll(RealHeaders.subjects(folder));
        return subjects;
    }

    /** Tries one input of a random subject. */
    void tryOne() throws IOException {
        FuzzSubject subject = subjects.get(random.nextInt(subjects.size()));
        int file = random.nextInt(subject.files());
        List<byte[]> known = corpus.computeIfAbsent(
                subject.name() + "/" + subject.fileName(file), key -> new ArrayList<>(List.of(subject.original(file))));
        // The undamaged file again and again: what grew out of it is often damaged beyond use.
        byte[] base = random.nextInt(3) == 0 ? subject.original(file) : known.get(random.nextInt(known.size()));
        byte[] input = mutator.mutate(base, known.get(random.nextInt(known.size())));
        FuzzSubject.Outcome outcome = subject.open(file, input);
        triedBySubject.merge(subject.name(), 1L, Long::sum);
        mostAllocatedBytes = Math.max(mostAllocatedBytes, outcome.allocatedBytes());
        outcome.defect()
                .ifPresent(defect -> findings.putIfAbsent(
                        subject.name() + outcome.signature(),
                        new Finding(subject.name(), subject.fileName(file), input, defect)));
        if (signatures.add(subject.name() + file + outcome.signature()) && known.size() < MAX_CORPUS) {
            known.add(input);
        }
    }

    /** One finding for each way it was told. */
    List<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /** Inputs tried of each subject. */
    Map<String, Long> triedBySubject() {
        return Collections.unmodifiableMap(triedBySubject);
    }

    /** Most that one input made its readers allocate. */
    long mostAllocatedBytes() {
        return mostAllocatedBytes;
    }

    int distinctAnswers() {
        return signatures.size();
    }

    /**
     * Tries as many inputs as asked, tells of each new finding, and leaves them as files. An input that hangs shows as
     * progress that stops; {@code jstack} tells where. From the source tree's root:
     *
     * <pre>
     * mvn -q test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=/tmp/berth.cp -pl profiler
     * nice -n 19 java -Xmx768m -cp profiler/target/test-classes:profiler/target/classes:$(cat /tmp/berth.cp) \\
     *     dev.berth.profiler.model.ModelFuzz 10000000 1 /dev/shm/berth-fuzz
     * </pre>
     *
     * @param arguments number of inputs, seed, a folder to work in (best in memory)
     */
    public static void main(String[] arguments) throws IOException {
        long inputs = Long.parseLong(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        Path found = Files.createDirectories(folder.resolve("findings"));
        ModelFuzz fuzz = new ModelFuzz(subjects(folder.resolve("models")), seed);
        long begin = System.nanoTime();
        long slowestNanos = 0;
        int told = 0;
        for (long i = 1; i <= inputs; i++) {
            long start = System.nanoTime();
            fuzz.tryOne();
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
            for (Finding finding :
                    fuzz.findings().subList(Math.min(told, fuzz.findings.size()), fuzz.findings.size())) {
                Path file = found.resolve(told++ + "-" + finding.subject() + "-" + finding.file());
                Files.write(file, finding.input());
                System.out.println(file + ": " + finding.defect());
            }
            if (i % 100_000 == 0 || i == inputs) {
                System.out.printf(
                        Locale.ROOT,
                        "%d inputs, %d different answers, %d findings, slowest %.0f ms, most allocated %d bytes, %.0f s, %s%n",
                        i,
                        fuzz.distinctAnswers(),
                        fuzz.findings.size(),
                        slowestNanos / 1e6,
                        fuzz.mostAllocatedBytes,
                        (System.nanoTime() - begin) / 1e9,
                        fuzz.triedBySubject());
            }
        }
    }
}
