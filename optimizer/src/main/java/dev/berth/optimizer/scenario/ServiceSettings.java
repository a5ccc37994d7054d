package dev.berth.optimizer.scenario;

import dev.berth.dataset.DelayLine;
import dev.berth.dataset.EngineProfile.StepCost;
import dev.berth.dataset.ModelProfile;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.services.ServiceRule;
import dev.berth.optimizer.scenario.yaml.Plain;
import dev.berth.text.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings with which a loaded variant may serve: steps or thresholds, each with every share of compute. */
final class ServiceSettings {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** How far products of qualities may be below a floor that they are meant to reach. */
    private static final double ROUNDING = 1e-9;

    private final Scenario scenario;
    private final ModelFigures figures;
    private final Map<String, ModelProfile> kept;
    private final String profiles;
    private final List<String> faults;

    /** @param faults gets those of steps that were not probed */
    ServiceSettings(Scenario scenario, ModelFigures figures, String profiles, List<String> faults) {
        this.scenario = scenario;
        this.figures = figures;
        this.profiles = profiles;
        this.faults = faults;
        kept = figures.byName();
    }

    /**
     * An answer with all of the compute.
     *
     * @param name empty where there is nothing to tell apart
     * @param nanos of the model that answers
     * @param quality 0 to 1
     * @param deferral requests that are passed on
     */
    private record Answer(String name, double nanos, double quality, Optional<Service.Deferral> deferral) {
        Answer(String name, double nanos, double quality) {
            this(name, nanos, quality, Optional.empty());
        }
    }

    /**
     * Those whose quality is high enough, that first in which a single request costs least, waiting and lack of quality
     * together; may be none.
     */
    List<Service.Setting> of(ServiceRule rule, ServiceRule.Kept variant, long cloudNanos) {
        List<Service.Setting> settings = new ArrayList<>();
        for (Answer answer : answers(rule, variant, cloudNanos)) {
            double quality = variant.quality() * answer.quality();
            if (quality < rule.qualityFloor() - ROUNDING) {
                continue;
            }
            if (rule.shares().isEmpty()) {
                settings.add(
                        new Service.Setting(answer.name(), Math.round(answer.nanos()), quality, answer.deferral(), 0));
            }
            rule.shares().forEach(share -> settings.add(shared(answer, quality, share)));
        }
        settings.sort(Comparator.comparingDouble(this::requestCost)
                .thenComparing(
                        Comparator.comparingDouble(Service.Setting::quality).reversed()));
        return settings;
    }

    private double requestCost(Service.Setting setting) {
        return scenario.prices().delayPerSecond() * (setting.servedNanos() / NANOS_PER_SECOND)
                + scenario.prices().qualityPerRequest() * (1 - setting.quality());
    }

    private Service.Setting shared(Answer answer, double quality, BigDecimal share) {
        String name = "share " + share.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
        Optional<Service.Deferral> deferral = answer.deferral()
                .map(passed -> passed.toCloud()
                        ? passed
                        : new Service.Deferral(
                                passed.share(),
                                Math.round((double) passed.nanos() / share.doubleValue()),
                                false,
                                passed.mostRequests()));
        return new Service.Setting(
                answer.name().isEmpty() ? name : answer.name() + ", " + name,
                Math.round(answer.nanos() / share.doubleValue()),
                quality,
                deferral,
                share.movePointRight(6).longValue());
    }

    private List<Answer> answers(ServiceRule rule, ServiceRule.Kept variant, long cloudNanos) {
        ModelProfile first = kept.get(variant.models().get(0));
        if (rule.steps().isPresent()) {
            return steps(rule.steps().get(), first);
        }
        double nanos = figures.inferenceNanos(first);
        return cascade(rule, variant)
                .map(cascade -> cascade.thresholds().stream()
                        .map(point -> new Answer(
                                "threshold " + Plain.text(point.threshold()),
                                nanos,
                                point.quality(),
                                Optional.of(new Service.Deferral(
                                        point.deferredShare(),
                                        cascade.to()
                                                .map(large -> figures.inferenceNanos(kept.get(large)))
                                                .orElse(cloudNanos),
                                        cascade.to().isEmpty(),
                                        mostRequests(cascade, point)))))
                        .toList())
                .orElseGet(() -> List.of(new Answer("", nanos, 1)));
    }

    private double mostRequests(ServiceRule.Cascade cascade, ServiceRule.Threshold point) {
        return cascade.limit()
                .map(limit -> limit.mostRequests(point.deferredShare(), scenario.slotSeconds()))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The cascade of a variant: where requests are passed on to a model, that is kept beside the one that answers. */
    private static Optional<ServiceRule.Cascade> cascade(ServiceRule rule, ServiceRule.Kept variant) {
        return rule.cascade()
                .filter(cascade -> cascade.to()
                        .map(large -> variant.models().indexOf(large) > 0)
                        .orElse(true));
    }

    private List<Answer> steps(ServiceRule.Steps steps, ModelProfile first) {
        Optional<StepCost> probed = scenario.stepCost(first);
        if (steps.stated().isEmpty() && probed.isEmpty()) {
            faults.add(steps.place() + ": model " + first.model().name() + " of " + profiles
                    + " has no cost of a step, expected baseMillis and perStepMillis; state both, or profile it with an"
                    + " engine that is asked for different numbers of steps");
        }
        double base = steps.stated()
                .map(stated -> stated.base() * NANOS_PER_MILLISECOND)
                .or(() -> probed.map(StepCost::baseNanos).map(DelayLine.Estimate::value))
                .orElse(0.0);
        double perStep = steps.stated()
                .map(stated -> stated.perStep() * NANOS_PER_MILLISECOND)
                .or(() -> probed.map(StepCost::nanosPerStep).map(DelayLine.Estimate::value))
                .orElse(0.0);
        List<Answer> answers = new ArrayList<>();
        for (ServiceRule.Choice choice : steps.choices()) {
            double nanos = base + choice.steps() * perStep;
            if (nanos < 0) {
                faults.add(steps.place() + ": " + choice.steps() + " steps of model "
                        + first.model().name() + " of " + profiles
                        + String.format(Locale.ROOT, " take %.3g ms by its probe", nanos / NANOS_PER_MILLISECOND)
                        + ", expected 0 or more; state baseMillis and perStepMillis");
            }
            answers.add(new Answer(choice.steps() + " steps", Math.max(0, nanos), choice.quality()));
        }
        return answers;
    }

    /** Models of a variant whose own inference delays are taken. */
    static Set<String> answering(ServiceRule rule, ServiceRule.Kept variant) {
        Set<String> answering = new LinkedHashSet<>();
        if (rule.steps().isEmpty()) {
            answering.add(variant.models().get(0));
            cascade(rule, variant).flatMap(ServiceRule.Cascade::to).ifPresent(answering::add);
        }
        return answering;
    }

    /** What is assumed of a service, one line each. */
    List<String> assumptions(String name, ServiceRule rule) {
        List<String> lines = new ArrayList<>();
        lines.add("quality of " + name + " is as the scenario states it, not measured; the cloud's is 1");
        rule.steps().ifPresent(steps -> lines.addAll(stepAssumptions(name, rule, steps)));
        rule.cascade()
                .ifPresent(cascade -> lines.add("shares of requests that " + name + " passes on to "
                        + cascade.to().orElse("the cloud") + " are as stated; each waits for both"
                        + cascade.limit()
                                .map(limit -> "; those that are expected in a slot send at most "
                                        + Figures.decimal(limit.bytesPerSecond(), "B/s") + " of "
                                        + Figures.decimal(limit.requestBytes(), "B") + " each")
                                .orElse("")));
        rule.updates().ifPresent(updates -> lines.add(updateAssumption(name, updates)));
        return lines;
    }

    private List<String> stepAssumptions(String name, ServiceRule rule, ServiceRule.Steps steps) {
        if (steps.stated().isPresent()) {
            return List.of("a request for " + name + " takes "
                    + Plain.text(steps.stated().get().base()) + " ms and "
                    + Plain.text(steps.stated().get().perStep()) + " ms a step, as stated");
        }
        return rule.variants().stream()
                .map(variant -> kept.get(variant.models().get(0)))
                .distinct()
                .map(profile -> probed(profile, scenario.stepCost(profile).orElseThrow(), steps))
                .toList();
    }

    private static String probed(ModelProfile profile, StepCost cost, ServiceRule.Steps steps) {
        boolean beyond = steps.choices().stream()
                .anyMatch(choice -> choice.steps() < cost.leastSteps() || choice.steps() > cost.mostSteps());
        return String.format(
                Locale.ROOT,
                "a request for %s takes %.3g ms and %.3g ms a %s, as probed from %d to %d%s",
                profile.model().name(),
                cost.baseNanos().value() / NANOS_PER_MILLISECOND,
                cost.nanosPerStep().value() / NANOS_PER_MILLISECOND,
                cost.unit(),
                cost.leastSteps(),
                cost.mostSteps(),
                beyond ? "; beyond that it is taken to go on so" : "");
    }

    private static String updateAssumption(String name, Service.Updates updates) {
        return "new versions of " + name + " are there from slots "
                + updates.slots().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " on; the plan knows that beforehand";
    }
}
