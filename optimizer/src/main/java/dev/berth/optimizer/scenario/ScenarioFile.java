package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.profile.BadInputException;
import dev.berth.profile.CacheTier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads scenario files (YAML): every key known, given once and in range; all faults are told at once. */
public final class ScenarioFile {
    /** Version of the format. */
    public static final int SCHEMA_VERSION = 1;

    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_SLOTS = 10_000_000;

    private final String source;
    private final Path folder;
    private final List<String> faults = new ArrayList<>();

    private ScenarioFile(Path file) {
        source = file.toString();
        folder = file.toAbsolutePath().getParent();
    }

    /**
     * Reads a scenario.
     *
     * @throws BadInputException naming file, line and key of each fault
     */
    public static Scenario read(Path file) {
        ScenarioFile reader = new ScenarioFile(file);
        Scenario scenario = reader.parse(text(file));
        if (!reader.faults.isEmpty()) {
            throw new BadInputException(reader.faults);
        }
        return scenario;
    }

    /** All faults of a scenario file, one line each; empty where it can be read. */
    public static List<String> faults(Path file) {
        ScenarioFile reader = new ScenarioFile(file);
        try {
            reader.parse(text(file));
        } catch (BadInputException e) {
            reader.faults.add(e.getMessage());
        }
        return List.copyOf(reader.faults);
    }

    private static String text(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new BadInputException(file + ": longer than the " + MAX_BYTES + " bytes that are read");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file", e);
        } catch (IOException e) {
            throw new BadInputException(
                    file + ": cannot be read as " + StandardCharsets.UTF_8 + " text: " + e.getMessage(), e);
        }
    }

    private Scenario parse(String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            parser.nextToken();
            return scenario(new Keys(source, "", YamlNode.read(parser, faults, source), faults));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().replaceAll("\\s+", " ").strip();
            throw new BadInputException(source + ":" + line + ": not YAML: " + problem, e);
        } catch (IOException e) {
            throw new BadInputException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Scenario scenario(Keys keys) {
        keys.whole("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION);
        Keys profile = keys.mapping("profile");
        String device = profile.text("device");
        CacheTier tier = profile.choice("tier", Labels.TIERS).orElse(CacheTier.STORAGE_COLD);
        boolean useLoadModel = profile.has("useLoadModel") && profile.flag("useLoadModel");
        profile.end();
        Scenario scenario = new Scenario(
                source,
                device,
                tier,
                useLoadModel,
                Server.read(keys.mapping("server")),
                keys.number("cloudDelayMillis", 0, 1e12),
                keys.number("inferenceAssumedMillis", 0, 1e12),
                prices(keys.mapping("prices")),
                keys.choice("charging", Labels.CHARGINGS).orElse(Charging.BOTH),
                (int) keys.whole("slots", 1, MAX_SLOTS),
                keys.number("slotSeconds", Keys.LEAST_POSITIVE, Keys.ANY),
                DemandKeys.read(keys.mapping("demand"), folder),
                keys.has("initial") ? initial(keys.mapping("initial")) : Map.of(),
                keys.has("models") ? models(keys.mapping("models")) : Map.of());
        keys.end();
        return scenario;
    }

    private static Prices prices(Keys keys) {
        Prices prices = new Prices(
                keys.number("storagePerGibibyteHour", 0, Keys.ANY),
                keys.number("memoryPerGibibyteHour", 0, Keys.ANY),
                keys.optionalNumber("energyPerMegajoule", 0, Keys.ANY).orElse(0),
                keys.number("delayPerSecond", 0, Keys.ANY),
                keys.number("switchingPerSecond", 0, Keys.ANY));
        keys.end();
        return prices;
    }

    private static Map<String, Residency> initial(Keys keys) {
        Map<String, Residency> initial = new LinkedHashMap<>();
        for (String model : keys.names()) {
            keys.choice(model, Labels.RESIDENCIES).ifPresent(residency -> initial.put(model, residency));
        }
        return initial;
    }

    private static Map<String, ModelRule> models(Keys keys) {
        Map<String, ModelRule> models = new LinkedHashMap<>();
        for (String model : keys.names()) {
            models.put(model, ModelRule.read(keys.mapping(model)));
        }
        return models;
    }
}
