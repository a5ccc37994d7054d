package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.BadInputException;
import dev.berth.text.VisibleText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Writes a scenario for a dataset: demand exceeds capacity, and no term of the cost is negligible. */
public final class DerivedScenario {
    private static final int SLOTS = 96;
    private static final double SLOT_SECONDS = 900;
    private static final double REQUESTS_PER_SECOND_AND_MODEL = 0.05;
    private static final double INFERENCE_MILLIS = 100;
    private static final double CLOUD_MILLIS = 1000;
    private static final double DELAY_PER_SECOND = 0.001;
    private static final double SWITCHING_PER_SECOND = 0.01;
    private static final double GIBIBYTE = 1L << 30;
    private static final List<CacheTier> TIERS = List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM);

    private DerivedScenario() {}

    /** Device and tier that all models have figures for. */
    private record Setting(String device, CacheTier tier) {}

    /**
     * The scenario as commented YAML.
     *
     * @param profiles name of the dataset's file, for messages and the first comment
     * @throws BadInputException where no device and tier has figures for every model
     */
    public static String yaml(ProfileDataset dataset, String profiles) {
        Setting setting = setting(dataset, profiles);
        List<ModelProfile> models = dataset.models();
        double requestsPerSlot = REQUESTS_PER_SECOND_AND_MODEL * SLOT_SECONDS;
        double hours = SLOT_SECONDS / 3600;
        long storage = median(models, Figure::storageBytes);
        long memory = median(
                models, model -> Figure.memoryBytes(model, setting.device()).orElseThrow());
        long preload = median(
                models,
                model -> Figure.preloadNanos(Figure.preloads(model, setting.device(), setting.tier()))
                        .orElseThrow());
        double cloudSaving = DELAY_PER_SECOND * requestsPerSlot * (CLOUD_MILLIS - INFERENCE_MILLIS) / 1000;
        double preloadSaving = DELAY_PER_SECOND * requestsPerSlot * (double) preload / 1e9;
        double storageFraction = fraction(models, 0.5, Figure::storageBytes);
        double memoryFraction = fraction(
                models,
                0.3,
                model -> Figure.memoryBytes(model, setting.device()).orElseThrow());
        return TEMPLATE.replace("@version", String.valueOf(ScenarioFile.SCHEMA_VERSION))
                .replace("@storageFraction", plain(storageFraction))
                .replace("@memoryFraction", plain(memoryFraction))
                .replace("@profiles", VisibleText.of(profiles))
                .replace("@device", setting.device())
                .replace("@tier", setting.tier().label())
                .replace("@cloud", plain(CLOUD_MILLIS))
                .replace("@inference", plain(INFERENCE_MILLIS))
                .replace("@storagePrice", plain(0.05 * cloudSaving / (Math.max(1, storage) / GIBIBYTE * hours)))
                .replace("@memoryPrice", plain(0.5 * preloadSaving / (Math.max(1, memory) / GIBIBYTE * hours)))
                .replace("@delayPrice", plain(DELAY_PER_SECOND))
                .replace("@switchingPrice", plain(SWITCHING_PER_SECOND))
                .replace("@slots", Integer.toString(SLOTS))
                .replace("@seconds", plain(SLOT_SECONDS))
                .replace("@requests", plain(REQUESTS_PER_SECOND_AND_MODEL * models.size()));
    }

    private static Setting setting(ProfileDataset dataset, String profiles) {
        // A GPU where there is one.
        List<String> devices = dataset.devices().stream()
                .sorted(Comparator.comparing(DeviceRecord::isProcessor).thenComparing(DeviceRecord::id))
                .map(DeviceRecord::id)
                .toList();
        Optional<Setting> setting = devices.stream()
                .flatMap(device -> TIERS.stream().map(tier -> new Setting(device, tier)))
                .filter(candidate -> dataset.models().stream().allMatch(model -> has(model, candidate)))
                .findFirst();
        if (setting.isEmpty() || dataset.models().isEmpty()) {
            throw new BadInputException(profiles + ": no device and tier with memory and preload delay of every model,"
                    + " expected one; profile all models on one device, cold or warm");
        }
        return setting.get();
    }

    private static boolean has(ModelProfile model, Setting setting) {
        return Figure.memoryBytes(model, setting.device()).isPresent()
                && Figure.preloadNanos(Figure.preloads(model, setting.device(), setting.tier()))
                        .isPresent();
    }

    /** A share of what all models take, raised where a handful of models would leave room for none of them. */
    private static double fraction(List<ModelProfile> models, double wanted, ToLongFunction<ModelProfile> figure) {
        double total = models.stream().mapToLong(figure).sum();
        double smallest = models.stream().mapToLong(figure).min().orElse(0);
        // Three digits are written; a little more than the model takes survives the rounding.
        return total == 0 ? wanted : Math.min(1, Math.max(wanted, smallest / total + 0.01));
    }

    /** Figure of the model in the middle, of the larger of two: that of a model there is, not of one between them. */
    private static long median(List<ModelProfile> models, ToLongFunction<ModelProfile> figure) {
        long[] sorted = models.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Three significant digits, without an exponent that people misread. */
    private static String plain(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static final String TEMPLATE = """
            # Scenario derived from @profiles.
            # What is not measured is assumed; change it to what your edge server really has.
            schemaVersion: @version

            # Figures of the dataset that are used: device memory and preload delay.
            profile:
              device: @device
              tier: @tier

            server:
              # Room for about half of the models' storage and less of their memory; or storageBytes, memoryBytes.
              storageFraction: @storageFraction
              memoryFraction: @memoryFraction
              # Assumed: 100 Mbit/s.
              backhaulBytesPerSecond: 12500000

            # Assumed: one request served by the cloud, network and queue included.
            cloudDelayMillis: @cloud
            # Assumed, for models whose inference was not measured.
            inferenceAssumedMillis: @inference

            # Assumed, in any currency. With mean demand, storing the median model takes 5 % of what the cloud's
            # delay would cost; loading it takes half of what its preload delays would cost.
            prices:
              storagePerGibibyteHour: @storagePrice
              memoryPerGibibyteHour: @memoryPrice
              # wD: one second that one request waits.
              delayPerSecond: @delayPrice
              # wX: one second of download or preload when a model is moved up.
              switchingPerSecond: @switchingPrice

            # per-request, per-switch or both: who waits for a load.
            charging: both

            slots: @slots
            slotSeconds: @seconds

            # Assumed: Zipf popularity, two ranks exchanged every driftSlots slots, peak at 18 h.
            # Instead of generator: matrix (rows of expected requests), csv (file with model names as header), trace.
            demand:
              generator:
                requestsPerSecond: @requests
                zipfExponent: 0.9
                driftSlots: 8
                dailyAmplitude: 0.6
                seed: 1
            """;
}
