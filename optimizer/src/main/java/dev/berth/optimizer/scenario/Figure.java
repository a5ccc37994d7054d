package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What planning takes from one model's profile; means for delays, medians for memory. */
final class Figure {
    private Figure() {}

    /** Lengths of the model's files: what is stored and what is downloaded. */
    static long storageBytes(ModelProfile profile) {
        return profile.model().storage().apparentBytes();
    }

    /** Allocated on the device, as measured; what was asked for where that could not be read. */
    static Optional<Long> memoryBytes(ModelProfile profile, String device) {
        return profile.deviceMemory().stream()
                .filter(memory -> memory.device().equals(device))
                .findFirst()
                .flatMap(Figure::memoryBytes);
    }

    private static Optional<Long> memoryBytes(DeviceMemory memory) {
        return memory.allocatedBytes()
                .optional()
                .or(() -> memory.requestedBytes().optional())
                .or(() -> memory.weightBytes().optional());
    }

    /** Delays of single loads, one entry a reader setting. */
    static List<Distribution> preloads(ModelProfile profile, String device, CacheTier tier) {
        return profile.preload().stream()
                .filter(preload -> preload.device().equals(device) && preload.tier() == tier)
                .map(Preload::total)
                .toList();
    }

    /** Mean delay of a load; of several reader settings the fastest. */
    static Optional<Long> preloadNanos(List<Distribution> settings) {
        return settings.stream()
                .min(Comparator.comparingDouble(Distribution::meanNanos))
                .map(total -> Math.round(total.meanNanos()));
    }

    /** Whether an engine is meant by a name: {@code exec:tfjs} or {@code tfjs}. */
    static boolean isMeant(EngineProfile engine, String name) {
        return engine.name().equals(name) || engine.variant().equals(name);
    }

    /** The engine whose later requests were timed most often; of several with as many, the first by name. */
    static Optional<EngineProfile> mostAsked(Stream<EngineProfile> engines) {
        return engines.filter(engine -> engine.later().optional().isPresent())
                .min(Comparator.comparingInt(
                        engine -> -engine.later().optional().orElseThrow().n()));
    }

    /** Mean inference delay. */
    static long inferenceNanos(Distribution inference) {
        return Math.round(inference.meanNanos());
    }
}
