package dev.berth.profiler.cli.plan;

import dev.berth.command.UsageFault;
import dev.berth.dataset.raw.PlanPart;
import dev.berth.profiler.cli.option.MeasurementOptions;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.run.plan.Shards;
import dev.berth.profiler.synthesize.format.ServiceSet;
import dev.berth.record.BadInputException;
import dev.berth.record.RecordReader;
import dev.berth.record.Sha256;
import dev.berth.record.Yaml;
import dev.berth.record.YamlText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;

/** A run plan that was read and checked as the command line would be. */
public final class RunPlanFile {
    private static final String WHAT = "a run plan";

    /** What they say depends on one another. */
    private static final Set<String> ENGINE_KEYS =
            Set.of("engines", "recipes", "probeSteps", "engineThreads", "inputs", "cache");

    private final Path file;
    private final RunPlanDocument document;

    private RunPlanFile(Path file, RunPlanDocument document) {
        this.file = file;
        this.document = document;
    }

    /**
     * Reads a plan.
     *
     * @throws BadInputException naming file, line and key of each fault
     */
    public static RunPlanFile read(Path file) {
        List<String> faults = new ArrayList<>();
        RunPlanDocument document = Yaml.read(file, WHAT, RunPlanDocument.class, faults);
        if (document == null) {
            throw new BadInputException(faults);
        }
        RunPlanFile plan = new RunPlanFile(file, document);
        plan.check(faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(faults);
        }
        return plan;
    }

    /** Holds each value against its option, then those of engines against one another. */
    private void check(List<String> faults) {
        for (String device : document.devices()) {
            try {
                Devices.requireId(device);
            } catch (BadInputException unknown) {
                add(faults, "devices", unknown.getMessage());
            }
        }
        List<String> ofEngines = new ArrayList<>(recipes());
        for (Map.Entry<String, List<String>> words : document.words().entrySet()) {
            if (ENGINE_KEYS.contains(words.getKey())) {
                ofEngines.addAll(words.getValue());
            } else {
                check(words.getKey(), words.getValue(), faults);
            }
        }
        check("engines", ofEngines, faults);
    }

    private void check(String key, List<String> words, List<String> faults) {
        try {
            PlannedOptions.of(words).measurement().settings(0);
        } catch (ParameterException fault) {
            String message = UsageFault.ofValue(fault);
            add(faults, keyOf(message).orElse(key), message);
        } catch (BadInputException fault) {
            fault.faults().forEach(line -> add(faults, keyOf(line).orElse(key), line));
        }
    }

    /** The key whose option a message names first. */
    private Optional<String> keyOf(String message) {
        return Pattern.compile("--[a-z-]+")
                .matcher(message)
                .results()
                .map(found -> found.group())
                .flatMap(option -> document.words().entrySet().stream()
                        .filter(words ->
                                words.getValue().get(0).split("=", 2)[0].equals(option))
                        .map(Map.Entry::getKey))
                .findFirst()
                .or(() -> message.startsWith("--recipe") && document.recipes() != null
                        ? Optional.of("recipes")
                        : Optional.empty());
    }

    private void add(List<String> faults, String key, String message) {
        RecordReader.add(
                faults,
                file.toString(),
                file + lineOf(key).map(line -> ":" + line).orElse("") + ": $." + key + ": "
                        + RecordReader.oneLine(message));
    }

    /** Where the key stands; empty where it was left out. */
    private Optional<Integer> lineOf(String key) {
        Pattern written = Pattern.compile("(?:^|[{,]\\s*)[\"']?" + key + "[\"']?\\s*:");
        List<String> lines = YamlText.read(file, WHAT, "shorten it")
                .lines()
                .map(String::strip)
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher found = written.matcher(lines.get(i));
            if (found.find()) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    /** Recipes that ship by their names, others from the plan's folder on. */
    private List<String> recipes() {
        return document.recipes() == null
                ? List.of()
                : document.recipes().stream()
                        .map(recipe -> "--recipe="
                                + (Recipes.SHIPPED.contains(recipe)
                                        ? recipe
                                        : resolved(recipe).toString()))
                        .toList();
    }

    /** A path that the plan names: from its own folder on, or from the home folder where it begins with a tilde. */
    private Path resolved(String path) {
        if (path.startsWith("~/")) {
            return PackageCache.home().resolve(path.substring(2));
        }
        return file.resolveSibling(path);
    }

    /** What the plan calls itself. */
    public String name() {
        return document.name();
    }

    /** Model files and folders; may be none where there is a catalogue. */
    public List<Path> models() {
        return document.models().stream().map(this::resolved).toList();
    }

    /** Models that are made up. */
    public Optional<ServiceSet> catalogue() {
        return Optional.ofNullable(document.catalogue())
                .map(label -> ServiceSet.valueOf(label.toUpperCase(Locale.ROOT)));
    }

    /** Whether the models of {@code berth run --all} are among them. */
    public boolean defaults() {
        return document.defaults();
    }

    /** Which of several files of a model is taken. */
    public ModelChoice choice() {
        return options(List.of()).choice().choice();
    }

    /** Ids of the devices as the plan names them, at least one. */
    public List<String> devices() {
        return document.devices();
    }

    /**
     * What the plan asks for on one of its devices.
     *
     * @param dryRun whether it is only said what would be measured
     */
    public MeasurementOptions options(String device, boolean dryRun) {
        List<String> further = new ArrayList<>(List.of("--device=" + device));
        if (dryRun) {
            further.add("--dry-run");
        }
        return options(further).measurement();
    }

    private PlannedOptions options(List<String> further) {
        List<String> words = new ArrayList<>(recipes());
        document.words().values().forEach(words::addAll);
        words.addAll(further);
        return PlannedOptions.of(words);
    }

    /**
     * Which part of the plan a session is.
     *
     * @param series all of the plan on that device
     */
    public PlanPart part(String device, ShardNumber shard, Shards series) {
        MessageDigest digest = Sha256.digest();
        digest.update(document.canonical().getBytes(StandardCharsets.UTF_8));
        return new PlanPart(
                name(), Sha256.hex(digest), series.digest(), device, devices(), shard.number(), shard.count());
    }

    /** The folder below another one where a part of the plan goes: that one itself where the plan is one session. */
    public Path folder(Path out, String device, ShardNumber shard) {
        Path ofShard = shard.count() == 1 ? out : out.resolve("shard-" + shard.number() + "-of-" + shard.count());
        return devices().size() == 1 ? ofShard : ofShard.resolve(device.replace(':', '-'));
    }

    /** All faults of a file that should hold a plan, one line each. */
    static List<String> faults(Path file) {
        try {
            read(file);
            return List.of();
        } catch (BadInputException bad) {
            return bad.faults();
        }
    }
}
