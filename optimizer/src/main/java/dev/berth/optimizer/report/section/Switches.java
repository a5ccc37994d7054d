package dev.berth.optimizer.report.section;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the moves of a plan take, and where its scenario is at hand what they cost. */
final class Switches {
    private static final double NANO = 1e9;
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private final PlanFile plan;

    /** Servers that the plan is of, in its order; empty where their scenario is not known. */
    private final List<ScenarioProblem> servers;

    private final List<String> names;

    private Switches(PlanFile plan, List<ScenarioProblem> servers, List<String> names) {
        this.plan = plan;
        this.servers = servers;
        this.names = names;
    }

    /** @param scenario the very file that the plan was made from; empty where it is not there */
    static Switches of(PlanFile plan, Optional<ProfileDataset> dataset, Optional<Path> scenario) {
        if (dataset.isEmpty() || scenario.isEmpty()) {
            return new Switches(plan, List.of(), List.of());
        }
        try {
            FleetScenario read = ScenarioFile.readFleet(scenario.get());
            List<ScenarioProblem> servers = read.problems(dataset.get(), plan.profiles());
            plan.plans(scenario.get(), read.fleet(servers));
            return new Switches(plan, servers, read.names());
        } catch (BadInputException e) {
            // What it takes demand from may lie elsewhere; the plan itself can be shown all the same.
            return new Switches(plan, List.of(), List.of());
        }
    }

    String about() {
        return !servers.isEmpty()
                ? "Costs by the scenario's prices; before slot 0 the server keeps what the scenario says."
                : "The scenario that the plan was made from is not in the folder, so that single switches have no cost"
                        + " here.";
    }

    /** How a model was kept before; null where that is not known. */
    ModelPlan.Stretch before(ServerPlan server, ModelPlan model, ModelPlan.Stretch before) {
        if (before != null || servers.isEmpty()) {
            return before;
        }
        Problem problem = joined(server).problem();
        int service = problem.names().indexOf(model.name());
        Mode mode = problem.mode(service, problem.initialMode(service));
        return new ModelPlan.Stretch(0, 1, mode.residency(), model.modes().isEmpty() ? null : mode.name());
    }

    /** Whether anything moves from one to the other that may be told; what is before may be null. */
    static boolean isMove(ModelPlan.Stretch from, ModelPlan.Stretch to) {
        return from != null && !from.label().equals(to.label());
    }

    /** Whether what a move takes depends on what other services are kept with. */
    private static boolean isShared(ModelPlan model) {
        return model.modes().stream().anyMatch(mode -> !mode.sharedParts().isEmpty());
    }

    /**
     * What a move into a stretch costs, in nano-cost units; empty where the scenario is not known, or other services
     * are kept with the same parts.
     */
    OptionalLong cost(ServerPlan server, ModelPlan model, ModelPlan.Stretch from, ModelPlan.Stretch to) {
        if (servers.isEmpty() || isShared(model)) {
            return OptionalLong.empty();
        }
        Problem problem = joined(server).problem();
        int service = problem.names().indexOf(model.name());
        return OptionalLong.of(problem.switchingCost(
                to.fromSlot(), service, mode(problem, service, from), mode(problem, service, to)));
    }

    private static int mode(Problem problem, int service, ModelPlan.Stretch kept) {
        for (int mode = 0; mode < problem.modes(service); mode++) {
            if (problem.mode(service, mode).name().equals(kept.label())) {
                return mode;
            }
        }
        throw new IllegalStateException("plan of " + problem.names().get(service) + " has an unknown mode");
    }

    private ScenarioProblem joined(ServerPlan server) {
        return servers.get(plan.namesServers() ? names.indexOf(server.name()) : 0);
    }

    /** Time of a move; 0 where something is given up; empty where its scenario would have to tell and is not known. */
    OptionalLong nanos(ServerPlan server, ModelPlan model, ModelPlan.Stretch from, ModelPlan.Stretch to) {
        if (model.modes().isEmpty()) {
            return OptionalLong.of(nanos(model, from.residency(), to.residency()));
        }
        if (servers.isEmpty() || isShared(model)) {
            return OptionalLong.empty();
        }
        Problem problem = joined(server).problem();
        int service = problem.names().indexOf(model.name());
        ServiceModes.Move move = new ServiceModes(joined(server).services().get(service))
                .move(mode(problem, service, from), mode(problem, service, to));
        return OptionalLong.of(move.downloadNanos() + move.loadNanos());
    }

    private static long nanos(ModelPlan model, Residency from, Residency to) {
        if (model.hosting() != null && from == Residency.HOSTED && to == Residency.LOADED) {
            return model.hosting().wakeNanos();
        }
        if (model.hosting() != null && to == Residency.HOSTED) {
            long fill = from == Residency.LOADED
                    ? model.hosting().sleepNanos()
                    : model.hosting().fillNanos();
            return fill + (from == Residency.ABSENT ? model.transferNanos() : 0);
        }
        long download = from == Residency.ABSENT && to != Residency.ABSENT ? model.transferNanos() : 0;
        long load = from != Residency.LOADED && to == Residency.LOADED ? model.preloadNanos() : 0;
        return download + load;
    }

    /**
     * A move in words, after the mode where that says more than the residency; empty where there is nothing to tell.
     */
    String words(ServerPlan server, ModelPlan model, ModelPlan.Stretch before, ModelPlan.Stretch to) {
        ModelPlan.Stretch from = before(server, model, before);
        String mode = to.mode() == null ? "" : to.mode();
        if (!isMove(from, to)) {
            return mode;
        }
        OptionalLong nanos = nanos(server, model, from, to);
        OptionalLong cost = cost(server, model, from, to);
        String move = "from " + (from.mode() == null ? Words.place(from.residency()) : from.mode())
                + (nanos.isPresent() ? ": takes " + Figures.duration((double) nanos.getAsLong()) : "")
                + (cost.isPresent() ? ", costs " + Cell.cost(cost.getAsLong()).shown() : "");
        return mode.isEmpty() ? move : mode + "; " + move;
    }

    /**
     * What a move into a stretch costs, in units of the scenario's prices; null where nothing moved or it is not known.
     */
    Double units(ServerPlan server, ModelPlan model, ModelPlan.Stretch before, ModelPlan.Stretch to) {
        ModelPlan.Stretch from = before(server, model, before);
        OptionalLong cost = isMove(from, to) ? cost(server, model, from, to) : OptionalLong.empty();
        return cost.isPresent() && cost.getAsLong() > 0 ? Double.valueOf(cost.getAsLong() / NANO) : null;
    }

    /** Hours and minutes since slot 0. */
    static String clock(double secondsSinceSlot0) {
        long seconds = Math.round(secondsSinceSlot0);
        String time = String.format(Locale.ROOT, "%02d:%02d", seconds % DAY / HOUR, seconds % HOUR / 60);
        return seconds < DAY ? time : "day " + (seconds / DAY + 1) + " " + time;
    }
}
