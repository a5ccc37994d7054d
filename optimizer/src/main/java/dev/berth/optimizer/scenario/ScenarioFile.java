package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.workload.DemandGenerator;
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
import java.util.OptionalDouble;
import java.util.function.Function;

/** Reads scenario files (YAML): every key known, given once and in range; all faults are told at once. */
public final class ScenarioFile {
    /** Version of the format. */
    public static final int SCHEMA_VERSION = 1;

    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_SLOTS = 10_000_000;
    private static final double ANY = Double.MAX_VALUE;
    private static final double LEAST_POSITIVE = 1e-9;

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
        CacheTier tier = profile.choice("tier", labels(CacheTier.values(), CacheTier::label))
                .orElse(CacheTier.STORAGE_COLD);
        profile.end();
        Keys server = keys.mapping("server");
        Amount storage = amount(server, "storage");
        Amount memory = amount(server, "memory");
        double backhaul = server.number("backhaulBytesPerSecond", LEAST_POSITIVE, ANY);
        Scenario.Energy energy = energy(server);
        server.end();
        double cloud = keys.number("cloudDelayMillis", 0, 1e12);
        double inference = keys.number("inferenceAssumedMillis", 0, 1e12);
        Prices prices = prices(keys.mapping("prices"));
        Charging charging = keys.choice("charging", labels(Charging.values(), Charging::label))
                .orElse(Charging.BOTH);
        int slots = (int) keys.whole("slots", 1, MAX_SLOTS);
        double slotSeconds = keys.number("slotSeconds", LEAST_POSITIVE, ANY);
        Map<String, Residency> initial = keys.has("initial") ? initial(keys.mapping("initial")) : Map.of();
        Demand demand = demand(keys.mapping("demand"));
        keys.end();
        return new Scenario(
                source,
                device,
                tier,
                storage,
                memory,
                energy,
                backhaul,
                cloud,
                inference,
                prices,
                charging,
                slots,
                slotSeconds,
                demand,
                initial);
    }

    private static Amount amount(Keys keys, String name) {
        String bytes = name + "Bytes";
        String fraction = name + "Fraction";
        if (keys.has(bytes) == keys.has(fraction)) {
            keys.fault("expected either " + bytes + " or " + fraction);
            return new Amount(0, true);
        }
        return keys.has(bytes)
                ? new Amount((double) keys.whole(bytes, 0, Long.MAX_VALUE), false)
                : new Amount(keys.number(fraction, 0, 1), true);
    }

    private static Scenario.Energy energy(Keys server) {
        if (!server.has("energy")) {
            return new Scenario.Energy(OptionalDouble.empty(), 0);
        }
        Keys keys = server.mapping("energy");
        Scenario.Energy energy = new Scenario.Energy(
                keys.optionalNumber("limitJoulesPerSlot", 0, 1e12), keys.number("loadedWattsPerGibibyte", 0, 1e6));
        keys.end();
        return energy;
    }

    private static Prices prices(Keys keys) {
        Prices prices = new Prices(
                keys.number("storagePerGibibyteHour", 0, ANY),
                keys.number("memoryPerGibibyteHour", 0, ANY),
                keys.optionalNumber("energyPerMegajoule", 0, ANY).orElse(0),
                keys.number("delayPerSecond", 0, ANY),
                keys.number("switchingPerSecond", 0, ANY));
        keys.end();
        return prices;
    }

    private static Map<String, Residency> initial(Keys keys) {
        Map<String, Residency> initial = new LinkedHashMap<>();
        for (String model : keys.names()) {
            keys.choice(model, labels(Residency.values(), Residency::label))
                    .ifPresent(residency -> initial.put(model, residency));
        }
        return initial;
    }

    private Demand demand(Keys keys) {
        long given =
                List.of("generator", "matrix", "csv").stream().filter(keys::has).count();
        if (given != 1) {
            keys.fault("expected exactly one of generator, matrix, csv");
        }
        Demand demand;
        if (keys.has("csv")) {
            demand = new Demand.Csv(folder.resolve(keys.text("csv")));
        } else if (keys.has("matrix")) {
            demand = new Demand.Matrix(keys.matrix("matrix"));
        } else {
            demand = new Demand.Generated(generator(keys.has("generator") ? keys.mapping("generator") : null));
        }
        keys.end();
        return demand;
    }

    private static DemandGenerator generator(Keys keys) {
        if (keys == null) {
            return new DemandGenerator(0, 0, 0, 0, 0);
        }
        DemandGenerator generator = new DemandGenerator(
                keys.number("requestsPerSecond", 0, 1e15),
                keys.number("zipfExponent", 0, 100),
                (int) keys.whole("driftSlots", 0, Integer.MAX_VALUE),
                keys.number("dailyAmplitude", 0, 1),
                keys.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
        keys.end();
        return generator;
    }

    private static <T> Map<String, T> labels(T[] values, Function<T, String> label) {
        Map<String, T> labels = new LinkedHashMap<>();
        for (T value : values) {
            labels.put(label.apply(value), value);
        }
        return labels;
    }
}
