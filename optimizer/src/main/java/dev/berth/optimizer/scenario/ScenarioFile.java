package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.berth.dataset.CacheTier;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.scenario.network.NetworkKeys;
import dev.berth.optimizer.scenario.network.RouteKeys;
import dev.berth.optimizer.scenario.services.ServiceKeys;
import dev.berth.optimizer.scenario.services.ServiceRule;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import dev.berth.optimizer.scenario.yaml.Plain;
import dev.berth.optimizer.scenario.yaml.YamlNode;
import dev.berth.record.BadInputException;
import dev.berth.record.Schema;
import dev.berth.record.YamlText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads scenario files (YAML): every key known, given once and in range; all faults are told at once. */
public final class ScenarioFile {
    /** Version of the format. */
    public static final int SCHEMA_VERSION = 1;

    /** The JSON Schema of what it holds. */
    public static final Schema SCHEMA = new Schema("scenario", "Berth scenario", ScenarioDocument.class);

    /** Where the YAML parser met something, with the text around it. */
    private static final Pattern PLACE = Pattern.compile(" in 'reader', line (\\d+), column \\d+:.*?\\^(?= |$)");

    private static final Pattern LINE = Pattern.compile(":([0-9]{1,9}):");

    /** Nanoseconds fit a {@code long}, with as much again for requests that wait beyond the last slot. */
    private static final double MOST_SECONDS = 4e9;

    private static final int MOST_FAULTS = 100;

    private static final Map<String, Objective> OBJECTIVES = Labels.of(Objective.values(), Objective::label);

    private final String source;
    private final Path folder;
    private final List<String> faults = new ArrayList<>();

    private ScenarioFile(Path file) {
        source = file.toString();
        folder = file.toAbsolutePath().getParent();
    }

    /**
     * Reads a scenario of one server.
     *
     * @throws BadInputException naming file, line and key of each fault; also where it has several servers
     */
    public static Scenario read(Path file) {
        FleetScenario fleet = readFleet(file);
        if (fleet.isFleet()) {
            throw new BadInputException(
                    file + ": servers: " + fleet.names().size()
                            + " servers that share a backhaul, expected one under server; plan them together with 'berth plan'");
        }
        return fleet.servers().get(0);
    }

    /**
     * Reads a scenario of one server or several.
     *
     * @throws BadInputException naming file, line and key of each fault
     */
    public static FleetScenario readFleet(Path file) {
        ScenarioFile reader = new ScenarioFile(file);
        FleetScenario fleet = reader.parse(text(file));
        if (!reader.faults.isEmpty()) {
            throw new BadInputException(reader.firstFaults());
        }
        return fleet;
    }

    /** All faults of a scenario file and of the files it names, one line each; empty where it can be read. */
    public static List<String> faults(Path file) {
        ScenarioFile reader = new ScenarioFile(file);
        try {
            FleetScenario fleet = reader.parse(text(file));
            if (reader.faults.isEmpty()) {
                fleet.servers().forEach(scenario -> {
                    ScenarioDemand.check(scenario, reader.faults);
                    scenario.forecast()
                            .ifPresent(other ->
                                    ScenarioDemand.check(scenario.with(other, Optional.empty()), reader.faults));
                });
            }
        } catch (BadInputException e) {
            reader.faults.addAll(e.faults());
        }
        return reader.firstFaults();
    }

    /** Without those that were found again. */
    private List<String> firstFaults() {
        List<String> first = faults.stream()
                .distinct()
                .sorted(Comparator.comparingInt(this::line))
                .limit(MOST_FAULTS)
                .toList();
        if (first.size() < MOST_FAULTS) {
            return first;
        }
        List<String> shown = new ArrayList<>(first);
        shown.add(source + ": only the first " + MOST_FAULTS + " faults are listed");
        return List.copyOf(shown);
    }

    /** Of this file; those of other files come last. */
    private int line(String fault) {
        Matcher line = LINE.matcher(fault.startsWith(source) ? fault.substring(source.length()) : "");
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : Integer.MAX_VALUE;
    }

    private static String text(Path file) {
        return YamlText.read(file, "a scenario", "put demand into a file of its own (demand.csv)");
    }

    private FleetScenario parse(String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            parser.nextToken();
            YamlNode document = YamlNode.read(parser, faults, source);
            if (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                throw new BadInputException(source + ":" + line + ": a second document begins, expected one a file");
            }
            return fleet(new Keys(ScenarioDocument.class, source, "", document, faults));
        } catch (JsonProcessingException e) {
            throw new BadInputException(notYaml(e), e);
        } catch (IOException e) {
            throw new BadInputException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The parser's message names places of its own: where it began to read what it then could not. */
    private String notYaml(JsonProcessingException fault) {
        String message = fault.getOriginalMessage().replaceAll("\\s+", " ").strip();
        Matcher place = PLACE.matcher(message);
        int line = fault.getLocation() == null ? 1 : fault.getLocation().getLineNr();
        while (place.find()) {
            line = Integer.parseInt(place.group(1));
        }
        return source + ":" + line + ": not YAML: "
                + PLACE.matcher(message).replaceAll("").strip();
    }

    private FleetScenario fleet(Keys keys) {
        SortedMap<String, Double> links =
                keys.has("links") ? NetworkKeys.shared(keys.mapping("links")) : new TreeMap<>();
        Scenario common = common(keys, links);
        List<String> names = new ArrayList<>();
        List<Scenario> servers = new ArrayList<>();
        if (keys.has("servers")) {
            int before = faults.size();
            BigDecimal shares = BigDecimal.ZERO;
            List<String> sharers = new ArrayList<>();
            for (Keys server : keys.mappings("servers")) {
                String name = server.text("name");
                if (names.contains(name)) {
                    server.fault("name", "expected a name of its own, found " + name + " again");
                }
                names.add(name);
                if (keys.has("demand") && !server.has("demand")) {
                    shares = shares.add(server.decimal("demandShare"));
                    sharers.add(name);
                }
                if (keys.has("sharedBackhaulBytesPerSecond") && server.has("links")) {
                    server.fault(
                            "links",
                            "expected them without sharedBackhaulBytesPerSecond, found both;"
                                    + " name what servers share under links");
                }
                servers.add(member(server, name, common, keys.has("demand"), links));
            }
            if (keys.has("demand") && faults.size() == before && shares.compareTo(BigDecimal.ONE) != 0) {
                faults.add(keys.place("servers") + ": the demandShare of "
                        + (sharers.isEmpty() ? "no server" : String.join(", ", sharers)) + " adds up to "
                        + shares.toPlainString() + ", expected 1: each request is some server's");
            }
        } else if (keys.has("serverTable") || keys.has("serverGenerator")) {
            for (ServerRows row : rows(keys, common)) {
                names.add(row.name());
                servers.add(member(row, common));
            }
        } else {
            names.add(Fleet.ALONE);
            servers.add(common);
        }
        OptionalDouble shared = keys.optionalNumber("sharedBackhaulBytesPerSecond");
        Optional<String> given = keys.oneOf(List.of("server", "servers", "serverTable", "serverGenerator"));
        if (shared.isPresent() && given.filter("server"::equals).isPresent()) {
            keys.fault("sharedBackhaulBytesPerSecond", "expected servers that share it, found one server");
        }
        if (keys.has("routes") && given.filter("server"::equals).isPresent()) {
            keys.fault("routes", "expected servers between which requests go, found one server");
        }
        Optional<Routes> routes =
                keys.has("routes") ? Optional.of(RouteKeys.read(keys.mapping("routes"), names)) : Optional.empty();
        Optional<Fleet.Neighbours> neighbours = keys.has("neighbours")
                ? NeighbourKeys.read(keys.mapping("neighbours"), names.size())
                : Optional.empty();
        if (keys.has("neighbours") && given.filter("server"::equals).isPresent()) {
            keys.fault("neighbours", "expected servers that are neighbours, found one server");
        }
        if (keys.has("routes") && keys.has("neighbours")) {
            keys.fault(
                    "neighbours",
                    "expected either routes, which plans do not know, or neighbours, found both; leave one");
        }
        if (keys.has("neighbours") && keys.has("links")) {
            keys.fault(
                    "neighbours",
                    "expected it with sharedBackhaulBytesPerSecond or without a link, found links; leave one");
        }
        if (keys.has("neighbours") && objective(keys) == Objective.WORST) {
            keys.fault("neighbours", "expected it with objective total, found worst; leave one");
        }
        if (keys.has("links") && given.filter("servers"::equals).isEmpty()) {
            keys.fault(
                    "links", "expected servers that share them, listed under servers; found " + given.orElse("none"));
        }
        if (keys.has("links") && shared.isPresent()) {
            keys.fault("links", "expected either links or sharedBackhaulBytesPerSecond, found both; leave one");
        }
        if (keys.has("servers")) {
            checkUse(keys, links, servers);
        }
        keys.end();
        return new FleetScenario(names, servers, shared, links, routes, neighbours);
    }

    /** Links that nobody names are most likely meant to be used. */
    private void checkUse(Keys keys, SortedMap<String, Double> links, List<Scenario> servers) {
        for (String name : links.keySet()) {
            boolean isUsed = servers.stream()
                    .flatMap(server -> server.server().links().links().stream())
                    .anyMatch(link -> link.name().equals(name));
            if (!isUsed) {
                keys.fault(
                        "links", "no server names " + name + " among its links, expected at least one; leave it out");
            }
        }
    }

    /** Servers that are not listed one by one; none where something of them is wrong. */
    private List<ServerRows> rows(Keys keys, Scenario common) {
        Demand demand = common.demand();
        boolean isGenerated = demand instanceof Demand.Generated;
        if (keys.has("demand") && !isGenerated && faults.isEmpty()) {
            keys.fault("demand", "expected a generator, whose requests the servers have more or less of");
        }
        long seed = isGenerated ? ((Demand.Generated) demand).generator().seed() : 0;
        int before = faults.size();
        try {
            List<ServerRows> rows = keys.has("serverTable")
                    ? ServerRows.read(keys.file("serverTable", folder), seed)
                    : ServerRows.drawn(keys.mapping("serverGenerator"));
            return isGenerated && faults.size() == before ? rows : List.of();
        } catch (BadInputException e) {
            faults.addAll(e.faults());
            return List.of();
        }
    }

    private static Scenario member(ServerRows row, Scenario common) {
        Demand.Generated all = (Demand.Generated) common.demand();
        Map<String, String> places = new LinkedHashMap<>(common.places());
        places.put("server", common.source() + ": server " + row.name());
        return common.with(
                row.server(),
                common.prices(),
                new Demand.Generated(row.of(all.generator()), all.gaps()),
                Optional.empty(),
                1,
                common.initial(),
                common.models(),
                common.services(),
                places);
    }

    /** What holds for all servers; with the server itself where there is one. */
    private Scenario common(Keys keys, Map<String, Double> links) {
        Map<String, String> places = new LinkedHashMap<>();
        keys.whole("schemaVersion");
        Keys profile = keys.mapping("profile");
        String device = profile.text("device");
        CacheTier tier = profile.choice("tier", Labels.TIERS).orElse(CacheTier.STORAGE_COLD);
        int loadsAtOnce = profile.has("loadsAtOnce") ? (int) profile.whole("loadsAtOnce") : 1;
        boolean useLoadModel = profile.has("useLoadModel") && profile.flag("useLoadModel");
        if (useLoadModel && loadsAtOnce > 1) {
            faults.add(profile.place("useLoadModel")
                    + ": its line is of single loads, expected it alone or loadsAtOnce alone");
        }
        Optional<String> inferenceEngine =
                profile.has("inferenceEngine") ? Optional.of(profile.text("inferenceEngine")) : Optional.empty();
        places.put("profile.inferenceEngine", profile.place("inferenceEngine"));
        places.put("profile.useLoadModel", profile.place("useLoadModel"));
        for (String key : List.of("device", "tier", "loadsAtOnce")) {
            places.put("profile." + key, profile.place(key));
        }
        for (String key : List.of(
                "slots",
                "prices",
                "demand",
                "forecast",
                "models",
                "services",
                "server",
                "sharedBackhaulBytesPerSecond",
                "links",
                "neighbours")) {
            places.put(key, keys.place(key));
        }
        profile.end();
        boolean single = !keys.has("servers");
        for (String key : List.of("serverTable", "serverGenerator", "objective")) {
            places.put(key, keys.place(key));
        }
        int before = faults.size();
        int slots = (int) keys.whole("slots");
        slots = faults.size() == before ? slots : 0;
        double slotSeconds = keys.number("slotSeconds");
        if (slots * slotSeconds > MOST_SECONDS) {
            faults.add(keys.place("slotSeconds") + ": " + Plain.text(slotSeconds) + " s in " + slots
                    + " slots, expected at most " + Plain.text(MOST_SECONDS) + " s of them together");
        }
        return new Scenario(
                source,
                device,
                tier,
                loadsAtOnce,
                inferenceEngine,
                useLoadModel,
                keys.has("server") ? server(keys.mapping("server"), links) : Server.NONE,
                keys.number("cloudDelayMillis"),
                keys.number("inferenceAssumedMillis"),
                prices(keys.mapping("prices")),
                keys.choice("charging", Labels.CHARGINGS).orElse(Charging.BOTH),
                objective(keys),
                keys.has("storageEverySlots") ? (int) keys.whole("storageEverySlots") : 1,
                sharesParts(keys),
                slots,
                slotSeconds,
                single || keys.has("demand")
                        ? DemandKeys.read(keys.mapping("demand"), folder, slots)
                        : new Demand.Matrix(new double[0][], keys.place()),
                forecast(keys, slots),
                1,
                keys.has("initial") ? initial(keys.mapping("initial"), places) : Map.of(),
                keys.has("models") ? models(keys.mapping("models")) : Map.of(),
                keys.has("services") ? ServiceKeys.read(keys.mapping("services"), slots, slotSeconds) : Map.of(),
                places);
    }

    private Optional<Demand> forecast(Keys keys, int slots) {
        if (!keys.has("forecast")) {
            return Optional.empty();
        }
        for (String several : List.of("servers", "serverTable", "serverGenerator")) {
            if (keys.has(several)) {
                keys.fault("forecast", "expected it with one server, found " + several + "; leave it out");
            }
        }
        return Optional.of(DemandKeys.read(keys.mapping("forecast"), folder, slots));
    }

    private static boolean sharesParts(Keys keys) {
        boolean shares = keys.has("sharedParts") && keys.flag("sharedParts");
        for (String several : List.of("servers", "serverTable", "serverGenerator")) {
            if (shares && keys.has(several)) {
                keys.fault(
                        "sharedParts",
                        "expected it with one server, found " + several
                                + "; plan each server by itself, or leave it out");
            }
        }
        if (shares && keys.has("objective") && objective(keys) == Objective.WORST) {
            keys.fault(
                    "sharedParts",
                    "expected it with objective total, found worst, for which each keeps its own; leave it out");
        }
        return shares;
    }

    private static Objective objective(Keys keys) {
        return keys.has("objective") ? keys.choice("objective", OBJECTIVES).orElse(Objective.TOTAL) : Objective.TOTAL;
    }

    private static Server server(Keys keys, Map<String, Double> links) {
        Server server = Server.read(keys, links);
        keys.end();
        return server;
    }

    /** One of several servers: what it says of itself comes before what is said of all. */
    private Scenario member(Keys keys, String name, Scenario common, boolean demandOfAll, Map<String, Double> links) {
        Server server = Server.read(keys, links);
        double share = keys.optionalNumber("demandShare").orElse(1);
        Map<String, String> memberPlaces = new LinkedHashMap<>(common.places());
        memberPlaces.put("server", keys.place() + " (" + name + ")");
        Demand demand =
                keys.has("demand") ? DemandKeys.read(keys.mapping("demand"), folder, common.slots()) : common.demand();
        if (keys.has("demand")) {
            memberPlaces.put("demand", keys.place("demand"));
        }
        if (keys.has("demand") && keys.has("demandShare")) {
            keys.fault("demandShare", "expected either demand or demandShare, found both; leave one");
        }
        if (!keys.has("demand") && !demandOfAll) {
            keys.fault("expected demand here or for all servers, found none; add it");
        }
        Map<String, Residency> initial = new LinkedHashMap<>(common.initial());
        if (keys.has("initial")) {
            initial.putAll(initial(keys.mapping("initial"), memberPlaces));
        }
        Map<String, ModelRule> models = new LinkedHashMap<>(common.models());
        if (keys.has("models")) {
            models.putAll(models(keys.mapping("models")));
            memberPlaces.put("models", keys.place("models"));
        }
        Map<String, ServiceRule> services = new LinkedHashMap<>(common.services());
        if (keys.has("services")) {
            services.putAll(ServiceKeys.read(keys.mapping("services"), common.slots(), common.slotSeconds()));
            memberPlaces.put("services", keys.place("services"));
        }
        keys.end();
        return common.with(
                server, common.prices(), demand, Optional.empty(), share, initial, models, services, memberPlaces);
    }

    private static Prices prices(Keys keys) {
        Prices prices = new Prices(
                keys.number("storagePerGibibyteHour"),
                keys.number("memoryPerGibibyteHour"),
                keys.optionalNumber("energyPerMegajoule").orElse(0),
                keys.number("delayPerSecond"),
                keys.number("switchingPerSecond"),
                keys.optionalNumber("hostMemoryPerGibibyteHour").orElse(0),
                keys.optionalNumber("qualityPerRequest").orElse(0));
        keys.end();
        return prices;
    }

    private static Map<String, Residency> initial(Keys keys, Map<String, String> places) {
        Map<String, Residency> initial = new LinkedHashMap<>();
        for (String model : keys.names()) {
            keys.choice(model, Labels.RESIDENCIES).ifPresent(residency -> initial.put(model, residency));
            places.put("initial." + model, keys.place(model));
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
