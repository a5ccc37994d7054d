package dev.berth.benchmarks.caching;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.workload.Requests;
import dev.berth.optimizer.workload.Trace;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests for objects, one after another; the same name gives the same ones everywhere. */
final class CacheTrace {
    private static final Pattern ZIPF = Pattern.compile("zipf/([0-9]{1,6})x([0-9]{1,7})/([0-9]{1,9})");
    private static final Pattern AZURE = Pattern.compile("azure/([0-9]{1,7})/([0-9]{1,9})");
    private static final double EXPONENT = 0.9;
    private static final long MEBIBYTE = 1L << 20;

    /** All of the recorded hour in one slot. */
    private static final double HOUR_SECONDS = 3600;

    private final String name;
    private final long[] sizesBytes;
    private final int[] requests;

    /**
     * A trace of one's own.
     *
     * @param sizesBytes one an object, >= 1; kept
     * @param requests index of the object that each asks for, in order of time, at least one; kept
     */
    CacheTrace(String name, long[] sizesBytes, int[] requests) {
        this.name = name;
        this.sizesBytes = sizesBytes;
        this.requests = requests;
    }

    /**
     * {@code zipf/OBJECTSxREQUESTS/SEED}: each request draws its object, Zipf 0.9, sizes of 0.25 to 16 GiB;
     * {@code azure/REQUESTS/SEED}: the first requests of the recorded hour in {@code results/traces}, which names no
     * models, so that each draws one of the ten edge services, Zipf 0.9, of their measured sizes.
     *
     * @throws BadInputException where it is neither
     */
    static CacheTrace named(String name, Path home) {
        Matcher zipf = ZIPF.matcher(name);
        if (zipf.matches() && number(zipf, 1) > 0 && number(zipf, 2) > 0) {
            return zipf(name, number(zipf, 1), number(zipf, 2), number(zipf, 3));
        }
        Matcher azure = AZURE.matcher(name);
        if (azure.matches() && number(azure, 1) > 0) {
            return azure(name, number(azure, 1), number(azure, 2), home.resolve("results"));
        }
        throw new BadInputException("trace '" + name
                + "', expected zipf/OBJECTSxREQUESTS/SEED or azure/REQUESTS/SEED, such as zipf/50x2000/1");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static CacheTrace zipf(String name, int objects, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] sizes = new long[objects];
        double[] below = new double[objects];
        double sum = 0;
        for (int object = 0; object < objects; object++) {
            sizes[object] = Math.round(256 * StrictMath.pow(2, 6 * random.nextDouble())) * MEBIBYTE;
            sum += StrictMath.pow(object + 1, -EXPONENT);
            below[object] = sum;
        }
        int[] requests = new int[length];
        for (int request = 0; request < length; request++) {
            int found = Arrays.binarySearch(below, sum * random.nextDouble());
            requests[request] = Math.min(objects - 1, found < 0 ? -found - 1 : found + 1);
        }
        return new CacheTrace(name, sizes, requests);
    }

    private static CacheTrace azure(String name, int most, long seed, Path results) {
        List<ModelProfile> models = ProfileDatasets.read(
                        results.resolve("profiles/2026-11-30-epyc-2-cores-edge/profiles.json"))
                .models();
        long[] sizes = models.stream()
                .mapToLong(model -> model.model().storage().apparentBytes())
                .toArray();
        List<String> names = models.stream().map(model -> model.model().name()).toList();
        TraceFile file = new TraceFile(
                results.resolve("traces/azure-llm-2023-code/AzureLLMInferenceTrace_code.csv"),
                new TraceFile.Format.Azure2023(EXPONENT, seed),
                0,
                1);
        int[] requests = new int[most];
        int count = 0;
        try (Requests cursor = new Trace(file, names, Set.of(), 1, HOUR_SECONDS).open()) {
            while (count < most && cursor.next()) {
                requests[count++] = cursor.model();
            }
        }
        return new CacheTrace(name, sizes, Arrays.copyOf(requests, count));
    }

    /** As {@link #named} reads it. */
    String name() {
        return name;
    }

    /** Number of objects. */
    int objects() {
        return sizesBytes.length;
    }

    /** Size of an object. */
    long sizeBytes(int object) {
        return sizesBytes[object];
    }

    /** Number of requests. */
    int length() {
        return requests.length;
    }

    /** Index of the object that a request asks for. */
    int object(int request) {
        return requests[request];
    }

    /** Sizes of all objects together. */
    long allBytes() {
        return Arrays.stream(sizesBytes).sum();
    }
}
