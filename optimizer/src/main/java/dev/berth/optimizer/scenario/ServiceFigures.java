package dev.berth.optimizer.scenario;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.problem.ModesBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.scenario.services.ServiceRule;
import dev.berth.optimizer.scenario.yaml.Plain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What requests of a scenario ask for: models by themselves in the dataset's order, and what the scenario says under
 * services, each where the first of its models is.
 */
final class ServiceFigures {
    /** The whole of a server's compute. */
    static final long WHOLE_PPM = 1_000_000;

    private final Scenario scenario;
    private final ModelFigures figures;
    private final String profiles;
    private final List<String> faults;

    /** All models of the dataset, by name, in its order. */
    private final List<String> models;

    private final Map<String, ModelProfile> kept;

    /** Rules by name of a service, in the order of the problem; empty where it is a model by itself. */
    private final Map<String, Optional<ServiceRule>> rules = new LinkedHashMap<>();

    private final ServiceSettings settings;
    private final List<Service> services = new ArrayList<>();

    /**
     * Takes what is there.
     *
     * @param faults gets those of names that are of no model or service, or of two; of steps that were not probed; and
     *     of services without a setting or with too many modes
     */
    ServiceFigures(
            Scenario scenario, ProfileDataset dataset, ModelFigures figures, String profiles, List<String> faults) {
        this.scenario = scenario;
        this.figures = figures;
        this.profiles = profiles;
        this.faults = faults;
        models =
                dataset.models().stream().map(profile -> profile.model().name()).toList();
        kept = figures.byName();
        settings = new ServiceSettings(scenario, figures, profiles, faults);
        checkModels();
        order();
        checkInitial();
        if (faults.isEmpty()) {
            rules.forEach((name, rule) ->
                    services.add(rule.map(own -> service(name, own)).orElseGet(() -> alone(kept.get(name)))));
            services.forEach(this::checkModes);
        }
    }

    private void checkModels() {
        scenario.services().forEach((name, rule) -> {
            rule.variants().forEach(variant -> variant.models().forEach(model -> checkModel(variant, model)));
            boolean isOwn = rule.variants().stream()
                    .anyMatch(variant -> variant.models().contains(name));
            if (models.contains(name) && !isOwn) {
                faults.add(rule.place() + ": a model of " + profiles + " has that name, expected one of its own;"
                        + " name that model among its variants, or call the service otherwise");
            }
            named(rule).forEach(model -> checkRule(name, model));
        });
    }

    private void checkModel(ServiceRule.Kept variant, String model) {
        if (!models.contains(model)) {
            faults.add(variant.place() + ": no model " + model + " in " + profiles + ", expected one of "
                    + String.join(", ", models));
        } else if (scenario.rule(model).exclude()) {
            faults.add(variant.place() + ": " + model + " is excluded under models, expected a model that is not;"
                    + " take exclude from it, or leave it out here");
        }
    }

    private void checkRule(String service, String model) {
        ModelRule rule = scenario.rule(model);
        if (rule.lowest() != Residency.ABSENT
                || rule.highest() != Residency.LOADED
                || rule.cloudDelayMillis().isPresent()) {
            faults.add(rule.place() + ": minResidency, maxResidency or cloudDelayMillis of a model of service "
                    + service + ", expected none here; say it of the service, under services." + service);
        }
    }

    /** Models that a service consists of in any of its variants, each once. */
    private static Stream<String> named(ServiceRule rule) {
        return rule.variants().stream()
                .flatMap(variant -> variant.models().stream())
                .distinct();
    }

    private void order() {
        Map<String, List<String>> users = users(scenario.services());
        for (String model : models) {
            users.getOrDefault(model, List.of())
                    .forEach(name -> rules.putIfAbsent(
                            name, Optional.of(scenario.services().get(name))));
            if (kept.containsKey(model) && !users.containsKey(model)) {
                rules.put(model, Optional.empty());
            }
        }
    }

    /** Services that consist of each model in any of their variants, in the order that they have. */
    private static Map<String, List<String>> users(Map<String, ServiceRule> services) {
        Map<String, List<String>> users = new HashMap<>();
        services.forEach((name, rule) -> named(rule)
                .forEach(model -> users.computeIfAbsent(model, unused -> new ArrayList<>())
                        .add(name)));
        return users;
    }

    private void checkInitial() {
        scenario.initial().keySet().forEach(name -> {
            if (!known().contains(name)) {
                faults.add(scenario.place("initial." + name) + ": "
                        + owner(name)
                                .orElse("no such model "
                                        + (scenario.services().isEmpty() ? "" : "or service ") + "in " + profiles
                                        + ", expected one of " + String.join(", ", known())));
            }
        });
    }

    /** Whose part a model is, in words; empty where it is none's. */
    private Optional<String> owner(String model) {
        return scenario.services().entrySet().stream()
                .filter(service -> named(service.getValue()).anyMatch(model::equals))
                .findFirst()
                .map(service ->
                        "a part of service " + service.getKey() + ", expected a service; name that one instead");
    }

    private void checkModes(Service service) {
        int modes = new ServiceModes(service).count();
        if (modes > ModesBuilder.MAX_MODES) {
            faults.add(rules.get(service.name()).map(ServiceRule::place).orElseThrow() + ": " + modes
                    + " modes (for each variant and version stored, hosted and loaded in each setting), expected at most "
                    + ModesBuilder.MAX_MODES + "; name fewer variants, settings or versions");
        }
    }

    private Service alone(ModelProfile profile) {
        String name = profile.model().name();
        return new Service(
                name,
                figures.way(),
                figures.cloudNanos(profile),
                List.of(new Service.Variant(
                        name,
                        List.of(figures.part(profile, scenario.server())),
                        List.of(new Service.Setting("", figures.inferenceNanos(profile), 1)))),
                Optional.empty());
    }

    private Service service(String name, ServiceRule rule) {
        long cloudNanos = ModelFigures.nanos(rule.cloudDelayMillis().orElse(scenario.cloudDelayMillis()));
        List<Service.Variant> variants = new ArrayList<>();
        for (ServiceRule.Kept variant : rule.variants()) {
            List<Service.Setting> choices = settings.of(rule, variant, cloudNanos);
            if (!choices.isEmpty()) {
                List<Service.Part> parts = variant.models().stream()
                        .map(model -> figures.part(kept.get(model), scenario.server()))
                        .toList();
                variants.add(new Service.Variant(variant.name(), parts, choices));
            }
        }
        if (variants.isEmpty()) {
            faults.add(rule.place() + ": no setting of any variant has the quality of "
                    + Plain.text(rule.qualityFloor()) + " that its qualityFloor asks for, expected one; lower it");
        }
        return new Service(name, figures.way(), figures.byWay(cloudNanos), variants, rule.updates());
    }

    /** In the order of the problem. */
    List<Service> services() {
        return services;
    }

    /** The first model of each service. */
    List<ModelProfile> profiles() {
        return services.stream()
                .map(service ->
                        kept.get(service.variants().get(0).parts().get(0).name()))
                .toList();
    }

    /** Names that demand and initial may have: those of the services, and of models that are left out. */
    List<String> known() {
        return Stream.concat(
                        rules.keySet().stream(),
                        models.stream().filter(model -> scenario.rule(model).exclude()))
                .distinct()
                .toList();
    }

    /** Residency that a service has at least. */
    Residency lowest(String service) {
        return rules.get(service)
                .map(ServiceRule::lowest)
                .orElseGet(() -> scenario.rule(service).lowest());
    }

    /** Residency that a service has at most. */
    Residency highest(String service) {
        return rules.get(service)
                .map(ServiceRule::highest)
                .orElseGet(() -> scenario.rule(service).highest());
    }

    /** Models whose own inference delays are taken. */
    Set<String> answering() {
        Set<String> answering = new HashSet<>();
        rules.forEach((name, rule) -> rule.ifPresentOrElse(
                own -> own.variants().forEach(variant -> answering.addAll(ServiceSettings.answering(own, variant))),
                () -> answering.add(name)));
        return answering;
    }

    /** What is assumed of services, one line each. */
    List<String> assumptions() {
        List<String> lines = new ArrayList<>();
        if (scenario.storageEverySlots() > 1) {
            lines.add("downloads begin in slot 0 and every " + scenario.storageEverySlots() + " slots after it alone");
        }
        rules.forEach((name, rule) -> rule.ifPresent(own -> lines.addAll(settings.assumptions(name, own))));
        lines.addAll(together());
        kept.keySet().stream()
                .filter(model -> scenario.rule(model).inferenceMillis().isPresent()
                        && !answering().contains(model))
                .forEach(model ->
                        lines.add("inferenceMillis of " + model + " has no effect: steps take what they state or"
                                + " was probed, and of several models the first answers"));
        if (rules.values().stream()
                .flatMap(Optional::stream)
                .anyMatch(rule -> !rule.shares().isEmpty())) {
            lines.add(shares());
        }
        return lines;
    }

    /** Models that several services consist of, and whether each of these keeps a copy of its own. */
    private List<String> together() {
        List<String> lines = new ArrayList<>();
        Map<String, ServiceRule> ordered = new LinkedHashMap<>();
        rules.forEach((name, rule) -> rule.ifPresent(own -> ordered.put(name, own)));
        Map<String, List<String>> usersOf = users(ordered);
        for (String model : models) {
            List<String> users = usersOf.getOrDefault(model, List.of());
            List<String> sharers = scenario.sharedParts() ? sharers(users) : List.of();
            List<String> others =
                    users.stream().filter(user -> !sharers.contains(user)).toList();
            if (sharers.size() > 1) {
                lines.add(model + " is on storage once for " + ModelFigures.named(sharers)
                        + ", and downloaded once; each loads it by itself");
            }
            if (users.size() > 1 && !others.isEmpty()) {
                lines.add(model + " is kept for each of " + ModelFigures.named(others) + " by itself, not once");
            }
        }
        return lines;
    }

    /** Without services that new versions arrive of: those have models of their own; none where that leaves one. */
    private List<String> sharers(List<String> users) {
        List<String> sharers = users.stream()
                .filter(user ->
                        rules.get(user).filter(rule -> rule.updates().isEmpty()).isPresent())
                .toList();
        return sharers.size() > 1 ? sharers : List.of();
    }

    private String shares() {
        List<String> without = rules.keySet().stream()
                .filter(name ->
                        rules.get(name).filter(rule -> !rule.shares().isEmpty()).isEmpty())
                .toList();
        return "with a share s of the compute, inference takes 1/s as long as measured alone"
                + (without.isEmpty() ? "" : "; no share is taken by " + ModelFigures.named(without));
    }
}
