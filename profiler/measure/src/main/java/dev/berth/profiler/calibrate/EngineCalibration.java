package dev.berth.profiler.calibrate;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.Energy;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.EngineEnergy;
import dev.berth.dataset.EngineProfile.EngineMemory;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.EngineProfile.StageProfile;
import dev.berth.dataset.EngineProfile.StepCost;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.record.Reading;
import dev.berth.statistics.EvenSample;
import dev.berth.statistics.LineFit;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;

/** The runs of one model served in one setting, taken one by one; what is kept of them is bounded. */
final class EngineCalibration {
    private final EngineSetting setting;
    private final Durations ready = new Durations();
    private final Durations first = new Durations();
    private final Durations later = new Durations();
    private final Durations perToken = new Durations();
    private final Durations unaccounted = new Durations();
    private final Map<String, Durations> stages = new LinkedHashMap<>();
    /** Of later requests: steps or tokens, and with the same index nanoseconds. */
    private final EvenSample stepsOfRequests = new EvenSample(Durations.MAX_SAMPLES);

    private final EvenSample nanosOfRequests = new EvenSample(Durations.MAX_SAMPLES);
    private final Map<String, Bytes> bytes = new LinkedHashMap<>();
    private final EnergyCalibration startEnergy = new EnergyCalibration();
    private final EnergyCalibration requestEnergy = new EnergyCalibration();
    private final TreeSet<String> warnings = new TreeSet<>();
    private int steps = 1;
    private boolean inTokens = true;
    private boolean sameStages = true;
    private int unproven;
    private int failed;
    private String reason = "";

    EngineCalibration(EngineSetting setting) {
        this.setting = setting;
    }

    /** One figure of memory over the runs. */
    private static final class Bytes {
        private final EvenSample values = new EvenSample(Durations.MAX_SAMPLES);
        private Optional<Reading<Long>> absent = Optional.empty();

        void add(Reading<Long> reading) {
            if (reading.optional().isPresent()) {
                values.add(reading.optional().get().longValue());
            } else {
                absent = Optional.of(reading);
            }
        }

        Reading<Long> median() {
            return values.isEmpty()
                    ? absent.orElseThrow()
                    : Reading.measured(new OrderStatistics(values.values()).median());
        }

        Reading<Long> most() {
            return values.isEmpty()
                    ? absent.orElseThrow()
                    : Reading.measured(new OrderStatistics(values.values()).max());
        }
    }

    /** Takes a run, in executed order. */
    void add(EngineRow row) {
        if (row.key().warmUp()) {
            return;
        }
        if (row.failure() != null) {
            failed++;
            reason = row.failure();
        } else if (row.tier() != row.key().requestedTier()) {
            unproven++;
            reason = row.cache().reason();
        } else {
            addProven(row);
        }
    }

    private void addProven(EngineRow row) {
        addStages(row);
        ready.add(row.readyNanos());
        unaccounted.add(row.unaccountedNanos());
        warnings.addAll(row.warnings());
        List<RequestTime> requests = row.requests();
        if (!requests.isEmpty()) {
            steps = requests.get(0).steps();
            first.add(requests.get(0).nanos());
            requests.subList(1, requests.size()).forEach(this::addLater);
        }
        startEnergy.add(row.energy().start());
        requestEnergy.add(ofRequest(row));
        ServedMemory memory = row.memory();
        add("ready", memory.readyResidentBytes());
        add("resident", memory.residentBytes());
        add("anonymous", memory.anonymousBytes());
        add("file", memory.fileBytes());
        add("proportional", memory.proportionalBytes());
        add("peak", memory.peakResidentBytes());
        add("pageCache", memory.pageCacheBytes());
        add("device", memory.deviceBytes());
        add("read", row.cache().processReadBytes());
    }

    private static Energy ofRequest(EngineRow row) {
        int later = row.requests().size() - 1;
        if (later < 1) {
            return Energy.unknown("no later request was made");
        }
        return row.requests().stream().map(RequestTime::steps).distinct().count() > 1
                ? Energy.unknown("requests asked for different numbers of steps")
                : row.energy().laterRequests().over(later);
    }

    /** A stage that some runs lack leaves no stages that sum to the whole. */
    private void addStages(EngineRow row) {
        List<String> names = row.stages().stream().map(StageTime::name).toList();
        if (ready.isEmpty()) {
            names.forEach(name -> stages.put(name, new Durations()));
        }
        sameStages &= names.equals(List.copyOf(stages.keySet()));
        if (sameStages) {
            row.stages().forEach(stage -> stages.get(stage.name()).add(stage.nanos()));
        }
    }

    private void addLater(RequestTime request) {
        if (request.steps() == steps) {
            later.add(request.nanos());
        }
        Optional<Long> tokens = request.tokens().optional();
        inTokens &= tokens.isPresent();
        tokens.filter(count -> count > 0).ifPresent(count -> perToken.add(request.nanos() / count));
        stepsOfRequests.add(tokens.orElse((long) request.steps()));
        nanosOfRequests.add(request.nanos());
    }

    private void add(String figure, Reading<Long> reading) {
        bytes.computeIfAbsent(figure, one -> new Bytes()).add(reading);
    }

    /** Whether there is a run that ended well and proved its tier. */
    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Requests behind the later delay. */
    long laterRequests() {
        return later.isEmpty() ? 0 : later.samples().size();
    }

    /** How many distributions it is at most. */
    long distributions() {
        return 5L + stages.size();
    }

    /** Why there is none, one line. */
    String whyNone() {
        return reason.isEmpty() ? "warm-up runs only" : unproven + " unproven, " + failed + " failed (" + reason + ")";
    }

    /**
     * What the runs become, at least one that counts.
     *
     * @param samples most samples of a distribution, >= 1
     */
    EngineProfile profile(int samples) {
        Distribution readyTimes = ready.distribution(samples);
        List<String> notes = new ArrayList<>(warnings);
        if (!sameStages) {
            notes.add("runs had different stages: none are given");
        }
        return new EngineProfile(
                setting.engine(),
                setting.variant(),
                setting.digest(),
                setting.device(),
                setting.tier(),
                setting.threads(),
                readyTimes,
                sameStages
                        ? stages.entrySet().stream()
                                .map(stage -> new StageProfile(
                                        stage.getKey(), stage.getValue().distribution(samples)))
                                .toList()
                        : List.of(),
                orAbsent(first, samples, "no request was made"),
                orAbsent(later, samples, "no later request was made"),
                steps,
                stepCost(),
                orAbsent(perToken, samples, "answers do not tell of tokens"),
                unaccounted.distribution(samples),
                new EngineMemory(
                        readyTimes.n(),
                        median("ready"),
                        median("resident"),
                        median("anonymous"),
                        median("file"),
                        median("proportional"),
                        bytes.get("peak").most(),
                        median("pageCache"),
                        median("device")),
                median("read"),
                unproven,
                failed,
                notes,
                new EngineEnergy(startEnergy.energy(), requestEnergy.energy()));
    }

    private Reading<Long> median(String figure) {
        return bytes.get(figure).median();
    }

    private static Reading<Distribution> orAbsent(Durations durations, int samples, String why) {
        return durations.isEmpty() ? Reading.notSupported(why) : Reading.measured(durations.distribution(samples));
    }

    private Reading<StepCost> stepCost() {
        List<Long> counts = stepsOfRequests.values();
        List<Long> nanos = nanosOfRequests.values();
        List<LineFit.Point> points = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            points.add(new LineFit.Point(counts.get(i), Math.max(1, nanos.get(i))));
        }
        if (points.size() < 3 || LineFit.distinctSizes(points) < 2) {
            return Reading.notSupported("later requests did not vary their steps; see --probe-steps");
        }
        LineFit line = LineFit.over(points);
        return Reading.derived(new StepCost(
                inTokens ? "token" : "step",
                line.interceptEstimate(),
                line.slopeEstimate(),
                points.size(),
                of(points, Math::min),
                of(points, Math::max)));
    }

    private static long of(List<LineFit.Point> points, LongBinaryOperator which) {
        return points.stream().mapToLong(LineFit.Point::bytes).reduce(which).orElseThrow();
    }
}
