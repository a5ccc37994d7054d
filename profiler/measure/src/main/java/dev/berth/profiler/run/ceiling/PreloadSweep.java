package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.CacheTier;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.storage.PageCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Preloads one model with several settings in turn, as runs do: what reads fastest into buffers that are used again and
 * again need not load fastest, since a load also opens, parses, allocates and fills memory that is new.
 */
final class PreloadSweep {
    private static final long SEED = 2;

    private final SessionScope scope;
    private final CacheTier tier;
    private final Model model;

    PreloadSweep(SessionScope scope, CacheTier tier, Model model) {
        this.scope = scope;
        this.tier = tier;
        this.model = model;
    }

    /**
     * Preloads; a round before the first is not counted.
     *
     * @param rounds counted rounds, >= 1
     * @return a trial for each setting, fastest median first; empty where a preload failed or the budget was spent
     * @throws IOException where a file cannot be evicted or read
     */
    List<ReadSweep.Trial> run(List<ReaderSetting> settings, int rounds) throws IOException {
        List<ReadSweep.Trial> trials = new ArrayList<>();
        for (ReaderSetting setting : settings) {
            trials.add(new ReadSweep.Trial(
                    setting,
                    new ArrayList<>(),
                    model.record().storedBytes(),
                    1,
                    scope.preloaders().of(setting).stagingPages()));
        }
        List<ReadSweep.Trial> order = new ArrayList<>(trials);
        Random random = new Random(SEED);
        for (int round = -1; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (ReadSweep.Trial trial : order) {
                if (scope.isSpent()) {
                    return List.of();
                }
                PreloadResult result = preload(trial.setting());
                if (result.failure().isPresent()) {
                    return List.of();
                }
                if (round >= 0) {
                    trial.bytesPerSecond().add(CopyCeilings.rate(result.bytes(), result.totalNanos()));
                }
            }
        }
        trials.sort(Comparator.comparingDouble(ReadSweep.Trial::median).reversed());
        return trials;
    }

    private PreloadResult preload(ReaderSetting setting) throws IOException {
        for (Path file :
                model.weightExtents().stream().map(Extent::file).distinct().toList()) {
            if (tier == CacheTier.STORAGE_COLD) {
                PageCache.evict(file);
            } else {
                PageCache.fill(file);
            }
        }
        Preloader preloader = scope.preloaders().of(setting);
        scope.device().makeRoom(model.record().storedBytes());
        PreloadResult result = preloader.run(
                new PreloadRequest(model.weightExtents(), model.headers()::read, setting.reader(), () -> {}, false));
        scope.device().holdRoom();
        return result;
    }
}
