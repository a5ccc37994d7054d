package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Jazzer damages, guided by the code that each input reaches: the first byte of an input names a file of a
 * subject, the rest is what that file holds. {@link ModelFuzzTest} starts it.
 */
public final class ModelFuzz {
    /** More than the longest header of a subject has. */
    static final int MAX_INPUT_BYTES = 160_000;

    /** What {@link #fuzzerTearDown} says before the number of inputs of each subject. */
    static final String TRIED_BY_SUBJECT = "inputs by subject: ";

    private static List<Target> targets = List.of();
    private static final Map<String, Long> TRIED = new TreeMap<>();
    private static long mostAllocatedBytes;

    private ModelFuzz() {}

    private record Target(FuzzSubject subject, int file) {}

    /** Fixtures of every format, and headers that others' writers wrote. */
    static List<FuzzSubject> subjects(Path folder) throws IOException {
        List<FuzzSubject> subjects = new ArrayList<>();
        for (Fixtures.Kind kind : Fixtures.Kind.values()) {
            subjects.add(FuzzSubject.of(kind, folder));
        }
        subjects.addAll(RealHeaders.subjects(folder));
        return subjects;
    }

    /**
     * Writes the models, and the inputs to begin with: each of their files undamaged.
     *
     * @param folder where both go
     */
    public static void fuzzerInitialize(String[] folder) throws IOException {
        Path home = Path.of(folder[0]);
        List<Target> all = new ArrayList<>();
        for (FuzzSubject subject : subjects(home.resolve("models"))) {
            for (int file = 0; file < subject.files(); file++) {
                all.add(new Target(subject, file));
            }
        }
        targets = List.copyOf(all);
        Path seeds = Files.createDirectories(home.resolve("seeds"));
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            byte[] original = target.subject().original(target.file());
            byte[] seed = new byte[1 + original.length];
            seed[0] = (byte) i;
            System.arraycopy(original, 0, seed, 1, original.length);
            Files.write(seeds.resolve(Integer.toString(i)), seed);
        }
    }

    /** Opens a model with one file replaced, and throws where that is not answered as it must be. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Target target = targets.get(Byte.toUnsignedInt(input[0]) % targets.size());
        FuzzSubject subject = target.subject();
        FuzzSubject.Outcome outcome = subject.open(target.file(), Arrays.copyOfRange(input, 1, input.length));
        TRIED.merge(subject.name(), 1L, Long::sum);
        mostAllocatedBytes = Math.max(mostAllocatedBytes, outcome.allocatedBytes());
        if (outcome.defect().isPresent()) {
            throw new AssertionError(subject.name() + "/" + subject.fileName(target.file()) + ": "
                    + outcome.defect().get());
        }
    }

    /** Says what was tried; {@link ModelFuzzTest} reads it. */
    public static void fuzzerTearDown() {
        System.out.println("most allocated by one input: " + mostAllocatedBytes + " bytes");
        System.out.println(TRIED_BY_SUBJECT + TRIED);
    }
}
