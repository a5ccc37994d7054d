package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Jazzer damages, guided by the code that each input reaches: the first byte of an input names a file of a
 * subject, or two, the rest is what they hold. {@link ModelFuzzTest} starts it.
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

    /**
     * What an input replaces.
     *
     * @param files numbers of the subject's files, one or two
     */
    private record Target(FuzzSubject subject, List<Integer> files) {
        /** Of two files, two bytes tell how long the first is. */
        Map<Integer, byte[]> contents(byte[] input) {
            if (files.size() == 1) {
                return Map.of(files.get(0), Arrays.copyOfRange(input, 1, input.length));
            }
            int begin = Math.min(input.length, 3);
            int length = begin < 3 ? 0 : (Byte.toUnsignedInt(input[1]) << 8) + Byte.toUnsignedInt(input[2]);
            int split = Math.min(input.length, begin + length);
            return Map.of(
                    files.get(0),
                    Arrays.copyOfRange(input, begin, split),
                    files.get(1),
                    Arrays.copyOfRange(input, split, input.length));
        }

        /** The input that replaces nothing. */
        byte[] seed(int number) {
            byte[] first = subject.original(files.get(0));
            return files.size() == 1
                    ? Fixtures.concat(new byte[] {(byte) number}, first)
                    : Fixtures.concat(
                            new byte[] {(byte) number, (byte) (first.length >> 8), (byte) first.length},
                            first,
                            subject.original(files.get(1)));
        }

        String names() {
            return files.stream().map(subject::fileName).collect(Collectors.joining("+"));
        }
    }

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
                all.add(new Target(subject, List.of(file)));
                if (file > 0) {
                    all.add(new Target(subject, List.of(file - 1, file)));
                }
            }
        }
        targets = List.copyOf(all);
        Path seeds = Files.createDirectories(home.resolve("seeds"));
        for (int i = 0; i < targets.size(); i++) {
            Files.write(seeds.resolve(Integer.toString(i)), targets.get(i).seed(i));
        }
    }

    /** Opens a model with one file replaced, and throws where that is not answered as it must be. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Target target = targets.get(Byte.toUnsignedInt(input[0]) % targets.size());
        FuzzSubject subject = target.subject();
        FuzzSubject.Outcome outcome = subject.open(target.contents(input));
        TRIED.merge(subject.name(), 1L, Long::sum);
        mostAllocatedBytes = Math.max(mostAllocatedBytes, outcome.allocatedBytes());
        if (outcome.defect().isPresent()) {
            throw new AssertionError(subject.name() + "/" + target.names() + ": "
                    + outcome.defect().get());
        }
    }

    /** Says what was tried; {@link ModelFuzzTest} reads it. */
    public static void fuzzerTearDown() {
        System.out.println("most allocated by one input: " + mostAllocatedBytes + " bytes");
        System.out.println(TRIED_BY_SUBJECT + TRIED);
    }
}
