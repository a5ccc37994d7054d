package dev.berth.profiler.cli.plan;

import dev.berth.command.Amount;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@Description("What 'berth profile --plan' measures: every model on every device, from every tier, by every reader and"
        + " engine that is named. A key means what the option of 'berth profile' of that name means, and what is left out"
        + " is what the option is where it is left out.")
@SchemaVersion(value = RunPlanDocument.SCHEMA_VERSION, remedy = "write it anew")
public record RunPlanDocument(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("what the plan is called in messages and folders") @Text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
        String name,

        @Description("model files, or folders that hold models, from the folder of this file on") @MayBeAbsent
        List<String> models,

        @Description("models made up on the machine: of the size people serve, or wide, to fit predictions on")
        @OneOf("small|edge|wide")
        @MayBeAbsent
        String catalogue,

        @Description("whether the models of 'berth run --all' are among them") @MayBeAbsent
        Boolean defaults,

        @Description("--variant: a precision or quantisation by the name that files bear") @MayBeAbsent
        String variant,

        @Description("--file: a weights file or index in the model's folder") @MayBeAbsent
        String file,

        @Description("--follow: whether links out of the folders are followed") @MayBeAbsent
        Boolean follow,

        @Description("--device of each session: auto|" + Vocabulary.DEVICES) @MayBeAbsent
        List<String> devices,

        @Description("--cache: where the weights are when a run begins")
        @OneOf("cold|warm|pinned|resident|both|all")
        @MayBeAbsent
        List<String> cache,

        @Description("--reader: how cold runs read") @OneOf("auto|direct|buffered|mmap") @MayBeAbsent
        List<String> readers,

        @Description("--threads: reading threads") @Range(least = 1, most = 64) @MayBeAbsent
        List<Integer> threads,

        @Description("--chunk: bytes of one read, such as 256k or 2m") @MayBeAbsent
        List<String> chunks,

        @Description("--engine: what loads the models") @OneOf("weights|onnxruntime|exec") @MayBeAbsent
        List<String> engines,

        @Description("--recipe: names of recipes that ship, or files, from the folder of this file on") @MayBeAbsent
        List<String> recipes,

        @Description("--probe-steps: steps that later requests ask for") @Range(least = 1) @MayBeAbsent
        List<Integer> probeSteps,

        @Description("--engine-threads: threads that engines compute with") @Range(least = 1) @MayBeAbsent
        List<Integer> engineThreads,

        @Description("--input: dimensions of inputs of onnxruntime, such as input_ids=1x64") @MayBeAbsent
        List<String> inputs,

        @Description("--loads: so many loads at once") @Range(least = 1, most = 64) @MayBeAbsent
        List<Integer> loads,

        @Description("--loads-runs: runs of each number of loads") @Range(least = 0, most = 1000) @MayBeAbsent
        Integer loadsRuns,

        @Description("--runs: most runs of each series") @Range(least = 1, most = 100_000) @MayBeAbsent
        Integer runs,

        @Description("--ci: share of the median within which its interval ends a series, such as 2%; 0 takes all runs")
        @Text("^[0-9]+([.][0-9]+)? ?%?$")
        @MayBeAbsent
        String ci,

        @Description("--warm-up: runs of each series that are not counted") @Range(least = 0) @MayBeAbsent
        Integer warmUp,

        @Description("--budget: time after which a session begins no further run, such as 90s, 20m or 2h") @MayBeAbsent
        String budget,

        @Description("--seed: of the order of runs") @MayBeAbsent
        Long seed,

        @Description("--allow-fallback: whether files that take no direct reads are read buffered") @MayBeAbsent
        Boolean allowFallback) {
    /** Version this code reads. */
    public static final int SCHEMA_VERSION = 1;

    /** The JSON Schema of run plans. */
    public static final Schema SCHEMA = new Schema("run-plan", "Berth run plan", RunPlanDocument.class);

    private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");

    public RunPlanDocument {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        if (!NAME.matcher(Require.present("name", name)).find()) {
            throw new ComponentException(
                    "name", "\"" + name + "\"", "letters, digits, dots, underscores and hyphens, at most 64");
        }
        models = models == null ? List.of() : Require.list("models", models);
        defaults = defaults != null && defaults;
        if (models.isEmpty() && catalogue == null && !defaults) {
            throw new IllegalArgumentException(
                    "has no models, expected the key models, catalogue: small, edge or wide, or defaults: true");
        }
        devices = devices == null ? List.of("auto") : Require.list("devices", devices);
        if (devices.isEmpty()) {
            throw new ComponentException("devices", "[]", "at least one, or no such key");
        }
        Require.distinct("devices", devices, id -> id);
    }

    /** Words of the command line that say the same, by the key that says it; models, devices and recipes apart. */
    Map<String, List<String>> words() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        put(words, "variant", "--variant", variant);
        put(words, "file", "--file", file);
        flag(words, "follow", "--follow", follow);
        put(words, "cache", "--cache", joined(cache));
        put(words, "readers", "--reader", joined(readers));
        put(words, "threads", "--threads", joined(threads));
        put(words, "chunks", "--chunk", joined(chunks));
        put(words, "engines", "--engine", joined(engines));
        put(words, "probeSteps", "--probe-steps", joined(probeSteps));
        put(words, "engineThreads", "--engine-threads", joined(engineThreads));
        if (inputs != null) {
            words.put("inputs", inputs.stream().map(input -> "--input=" + input).toList());
        }
        put(words, "loads", "--loads", joined(loads));
        put(words, "loadsRuns", "--loads-runs", loadsRuns);
        put(words, "runs", "--runs", runs);
        put(words, "ci", "--ci", ci);
        put(words, "warmUp", "--warm-up", warmUp);
        put(words, "budget", "--budget", budget);
        put(words, "seed", "--seed", seed);
        flag(words, "allowFallback", "--allow-fallback", allowFallback);
        return words;
    }

    /**
     * All that the plan says in its order, for its digest: the same whatever layout and comments of the file. Only for
     * plans whose values were checked.
     */
    String canonical() {
        List<String> lines = new ArrayList<>(List.of("name " + name, "models " + models, "devices " + devices));
        lines.add("catalogue " + catalogue + (defaults ? " defaults" : "") + " recipes " + recipes);
        Map<String, List<String>> words = words();
        if (ci != null) {
            // In percent: so plans said it once, and the digests of theirs stay.
            double share = new Amount.OfSmallShare().convert(ci);
            put(words, "ci", "--ci", BigDecimal.valueOf(share).movePointRight(2).doubleValue());
        }
        words.values().forEach(lines::addAll);
        return String.join("\n", lines);
    }

    private static void put(Map<String, List<String>> words, String key, String option, Object value) {
        if (value != null) {
            words.put(key, List.of(option + "=" + value));
        }
    }

    private static void flag(Map<String, List<String>> words, String key, String option, Boolean value) {
        if (value != null && value) {
            words.put(key, List.of(option));
        }
    }

    private static String joined(List<?> values) {
        return values == null ? null : values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
