package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.Energy;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelProfile.Unloading;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Turns raw runs of one machine into a profile dataset; the order in which the folders are given does not matter. */
public final class Calibrator {
    private final String tool;

    /** @param tool name and version of the program, for the dataset */
    public Calibrator(String tool) {
        this.tool = tool;
    }

    /**
     * Calibrates.
     *
     * @param folders at least one, all of one machine
     * @throws BadInputException where machines differ, a model or device differs between folders, or no run can be
     *     counted
     */
    public ProfileDataset calibrate(List<RawFolder> folders) {
        if (folders.isEmpty()) {
            throw new BadInputException("no raw folders given, expected at least one");
        }
        List<RawFolder> ordered = folders.stream()
                .sorted(Comparator.comparing(
                                (RawFolder folder) -> folder.session().startedUtc())
                        .thenComparing(folder -> Json.line(folder.session())))
                .toList();
        requireOneMachine(ordered);
        SortedMap<String, ModelRecord> models = merged("model", ordered, SessionRecord::models, ModelRecord::name);
        SortedMap<String, DeviceRecord> devices = merged("device", ordered, SessionRecord::devices, DeviceRecord::id);
        SortedMap<String, ModelRuns> runs = new TreeMap<>();
        models.keySet().forEach(name -> runs.put(name, new ModelRuns(name)));
        List<String> ofLogs = new ArrayList<>();
        for (RawFolder folder : ordered) {
            Consumer<MeasuredRow> byModel = row -> runs.get(row.key().model()).add(folder.session(), row);
            RowLog rows = folder.rows().forEach(byModel);
            RowLog loads = folder.loads().forEach(byModel);
            RowLog engines = folder.engines().forEach(byModel);
            rows.torn().or(loads::torn).or(engines::torn).ifPresent(ofLogs::add);
            if (rows.unsealed() || loads.unsealed()) {
                ofLogs.add(
                        folder.folder() + ": rows without seals, as older versions wrote them: whether they were edited"
                                + " since cannot be told");
            }
        }
        int samples = samples(runs.values());
        List<String> notes = new ArrayList<>();
        List<ModelProfile> profiles = new ArrayList<>();
        models.values().forEach(model -> profiles.add(profile(model, runs.get(model.name()), samples, notes)));
        if (profiles.stream()
                .allMatch(profile ->
                        profile.preload().isEmpty() && profile.engines().isEmpty())) {
            throw new BadInputException(ordered.get(0).folder() + ": no run that ended well and proved its tier; "
                    + String.join("; ", notes));
        }
        DelayLineCalibration lines = DelayLineCalibration.over(profiles);
        notes.addAll(lines.notes());
        notes.addAll(notesOnTheWhole(ordered, profiles, devices));
        notes.addAll(ofLogs);
        return new ProfileDataset(
                ProfileDataset.SCHEMA_VERSION,
                tool,
                newest(runs.values()).truncatedTo(ChronoUnit.SECONDS).toString(),
                ordered.stream()
                        .flatMap(folder -> folder.session().commands().stream())
                        .distinct()
                        .toList(),
                ordered.get(0).session().machine(),
                List.copyOf(devices.values()),
                worst(ordered),
                ceilings(ordered),
                profiles,
                lines.lines(),
                notes);
    }

    /** When the last run began: a moment that the same runs give again. */
    private static Instant newest(Collection<ModelRuns> runs) {
        return runs.stream()
                .map(model -> model.newest)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void requireOneMachine(List<RawFolder> folders) {
        RawFolder first = folders.get(0);
        String expected = first.session().machine().fingerprint();
        for (RawFolder folder : folders) {
            String found = folder.session().machine().fingerprint();
            if (!found.equals(expected)) {
                throw new BadInputException(folder.folder() + ": machine " + found + " is not the machine " + expected
                        + " of " + first.folder()
                        + "; calibrate each machine apart, or 'berth merge' them into a folder");
            }
        }
    }

    private static <T> SortedMap<String, T> merged(
            String what, List<RawFolder> folders, Function<SessionRecord, List<T>> listed, Function<T, String> name) {
        SortedMap<String, T> byName = new TreeMap<>();
        for (RawFolder folder : folders) {
            for (T item : listed.apply(folder.session())) {
                T before = byName.putIfAbsent(name.apply(item), item);
                if (before != null && !identity(before).equals(identity(item))) {
                    throw new BadInputException(folder.folder() + ": " + what + " " + name.apply(item)
                            + " is not the one of the same name in another folder (" + identity(item) + ", there "
                            + identity(before) + "); calibrate them apart");
                }
            }
        }
        return byName;
    }

    /** What must not change between sessions whose runs are counted together. */
    private static Object identity(Object item) {
        if (item instanceof ModelRecord model) {
            return model.fingerprint() + ", " + model.provenance().label();
        }
        DeviceRecord device = (DeviceRecord) item;
        return device.name()
                + (device.standIn() ? ", stand-in" : "")
                + device.driverVersion()
                        .optional()
                        .map(version -> ", driver " + version)
                        .orElse("");
    }

    /** What is kept of the rows of one model. */
    private static final class ModelRuns {
        private final SortedMap<PreloadSetting, Runs> bySetting = new TreeMap<>();
        private final SortedMap<String, MemoryCalibration> memory = new TreeMap<>();
        private final SortedMap<String, UnloadCalibration> unload = new TreeMap<>();
        private final SortedMap<EngineSetting, EngineCalibration> engines = new TreeMap<>();
        private final ConcurrentCalibration concurrent;
        private Instant newest = Instant.EPOCH;

        ModelRuns(String model) {
            concurrent = new ConcurrentCalibration(model);
        }

        void add(SessionRecord session, MeasuredRow row) {
            Instant began = Instant.parse(row.startedUtc());
            newest = began.isAfter(newest) ? began : newest;
            if (row instanceof RunRow single) {
                add(session, single);
            } else if (row instanceof ConcurrentRow loads) {
                concurrent.add(loads);
            } else if (row instanceof EngineRow served) {
                engines.computeIfAbsent(served.key().setting(), EngineCalibration::new)
                        .add(served);
            }
        }

        private void add(SessionRecord session, RunRow row) {
            String device = row.key().device();
            boolean loaded =
                    bySetting.computeIfAbsent(row.key().setting(), Runs::new).add(session, row);
            memory.computeIfAbsent(device, MemoryCalibration::new);
            unload.computeIfAbsent(device, UnloadCalibration::new);
            if (loaded) {
                memory.get(device).add(row);
                unload.get(device).add(row);
            }
        }

        private long distributions() {
            return bySetting.size() * (1L + PreloadPhase.values().length)
                    + unload.size()
                    + concurrent.distributions()
                    + engines.values().stream()
                            .mapToLong(EngineCalibration::distributions)
                            .sum();
        }
    }

    /** Most samples of a distribution, so that readers take the dataset however many distributions are in it. */
    private static int samples(Collection<ModelRuns> runs) {
        long distributions = runs.stream().mapToLong(ModelRuns::distributions).sum();
        return (int)
                Math.max(128, Math.min(Durations.MAX_SAMPLES, ProfileDataset.MAX_SAMPLES / Math.max(1, distributions)));
    }

    private static ModelProfile profile(ModelRecord model, ModelRuns runs, int samples, List<String> notes) {
        List<Preload> preload = new ArrayList<>();
        runs.bySetting.forEach((setting, ofSetting) -> {
            if (ofSetting.totals().isEmpty()) {
                notes.add("model " + model.name() + " has no profile for " + setting.describe() + ": "
                        + ofSetting.whyNoneProven());
            } else {
                preload.add(new PreloadCalibration(model.name(), setting, ofSetting, samples).preload());
            }
        });
        List<EngineProfile> engines = new ArrayList<>();
        runs.engines.forEach((setting, ofSetting) -> {
            if (ofSetting.isEmpty()) {
                notes.add("model " + model.name() + " has no profile for " + setting.describe() + ": "
                        + ofSetting.whyNone());
            } else {
                engines.add(ofSetting.profile(samples));
            }
        });
        if (runs.bySetting.isEmpty() && runs.engines.isEmpty()) {
            notes.add("model " + model.name() + " has no profile: it was planned and never run");
        }
        if (model.storedBytes() != model.weightBytes()) {
            notes.add("model " + model.name() + ": its files code " + model.weightBytes() + " bytes of weights in "
                    + model.storedBytes() + ", which were read and held as they are");
        }
        List<DeviceMemory> memory = runs.memory.values().stream()
                .map(calibration -> calibration.memory(model.storedBytes()))
                .toList();
        List<Unloading> unload = runs.unload.values().stream()
                .flatMap(calibration -> calibration.unloading(samples).stream())
                .toList();
        runs.concurrent.calibrate(samples);
        notes.addAll(runs.concurrent.notes());
        return new ModelProfile(
                model,
                memory,
                preload,
                inference(engines),
                unload,
                runs.concurrent.reloads(),
                runs.concurrent.concurrent(),
                engines);
    }

    /** Later requests to the engine that served most of them; of several with as many, the first by name. */
    private static Reading<Distribution> inference(List<EngineProfile> engines) {
        return engines.stream()
                .map(EngineProfile::later)
                .filter(later -> later.optional().isPresent())
                .min(Comparator.comparingInt(
                        later -> -later.optional().orElseThrow().n()))
                .orElseGet(() -> Reading.notSupported(
                        engines.isEmpty() ? "no engine ran the model" : "no engine was asked a later request"));
    }

    /**
     * Of several sessions the largest error of each kind: what any of the runs may carry; the idle draw is that of the
     * first that knows it.
     */
    private static Instrument worst(List<RawFolder> folders) {
        return folders.stream()
                .map(folder -> folder.session().instrument())
                .reduce((a, b) -> new Instrument(
                        Math.max(a.clockGranularityNanos(), b.clockGranularityNanos()),
                        Math.max(a.clockReadNanos(), b.clockReadNanos()),
                        Math.max(a.emptyRunNanos(), b.emptyRunNanos()),
                        Math.min(a.n(), b.n()),
                        new Energy.Idle(
                                first(a.idle().processorWatts(), b.idle().processorWatts()),
                                first(a.idle().deviceWatts(), b.idle().deviceWatts()))))
                .orElseThrow();
    }

    private static Reading<Double> first(Reading<Double> one, Reading<Double> other) {
        return one.optional().isPresent() || other.optional().isEmpty() ? one : other;
    }

    private static List<Ceiling> ceilings(List<RawFolder> folders) {
        return folders.stream()
                .flatMap(folder -> folder.session().ceilings().stream())
                // Shards of one session may carry what was measured once.
                .distinct()
                .sorted(Comparator.comparing(Ceiling::kind).thenComparing(Ceiling::subject))
                .toList();
    }

    private static List<String> notesOnTheWhole(
            List<RawFolder> folders, List<ModelProfile> profiles, Map<String, DeviceRecord> devices) {
        List<String> notes = new ArrayList<>();
        ProfileDataset.madeUp(profiles).ifPresent(notes::add);
        boolean cold = profiles.stream()
                .flatMap(profile -> profile.preload().stream())
                .anyMatch(preload -> preload.tier() == CacheTier.STORAGE_COLD);
        if (cold) {
            GuestCold.note(folders.get(0).session().machine()).ifPresent(notes::add);
        }
        for (RawFolder folder : folders) {
            notes.addAll(ReadNotes.of(folder.session()));
        }
        if (devices.containsKey(Vocabulary.HOST)) {
            notes.add(MemoryCalibration.HOST_NOTE);
        }
        long thinned = profiles.stream()
                .flatMap(profile -> profile.preload().stream())
                .filter(preload ->
                        preload.total().samplesNanos().size() < preload.total().n())
                .count();
        if (thinned > 0) {
            notes.add("samplesNanos of " + thinned + (thinned == 1 ? " setting" : " settings")
                    + " has evenly spaced ones of the runs, which are too many for a dataset; every other figure is of"
                    + " all runs");
        }
        devices.values().stream()
                .filter(DeviceRecord::standIn)
                .forEach(device -> notes.add("device " + device.id()
                        + " was a stand-in driver made for tests: its figures measure nothing and are not published"));
        return notes;
    }
}
