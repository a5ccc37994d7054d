package dev.berth.optimizer.report.section;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the moves of a plan take, and where its scenario is at hand what they cost. */
final class Switches {
    private static final double NANO = 1e9;
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private final PlanFile plan;
    private final Optional<Fleet> fleet;

    private Switches(PlanFile plan, Optional<Fleet> fleet) {
        this.plan = plan;
        this.fleet = fleet;
    }

    /** @param scenario the very file that the plan was made from; empty where it is not there */
    static Switches of(PlanFile plan, Optional<ProfileDataset> dataset, Optional<Path> scenario) {
        if (dataset.isEmpty() || scenario.isEmpty()) {
            return new Switches(plan, Optional.empty());
        }
        try {
            FleetScenario read = ScenarioFile.readFleet(scenario.get());
            Fleet fleet = read.fleet(read.problems(dataset.get(), plan.profiles()));
            plan.plans(scenario.get(), fleet);
            return new Switches(plan, Optional.of(fleet));
        } catch (BadInputException e) {
            // What it takes demand from may lie elsewhere; the plan itself can be shown all the same.
            return new Switches(plan, Optional.empty());
        }
    }

    String about() {
        return fleet.isPresent()
                ? "Costs by the scenario's prices; before slot 0 the server keeps what the scenario says."
                : "The scenario that the plan was made from is not in the folder, so that single switches have no cost"
                        + " here.";
    }

    /** Where a model was before; null where that is not known. */
    Residency before(ServerPlan server, ModelPlan model, Residency before) {
        if (before != null || fleet.isEmpty()) {
            return before;
        }
        Problem problem = problem(server);
        return problem.initial(problem.names().indexOf(model.name()));
    }

    /** What a move into a stretch costs, in nano-cost units; empty where the scenario is not known. */
    OptionalLong cost(ServerPlan server, ModelPlan model, Residency from, ModelPlan.Stretch to) {
        if (fleet.isEmpty()) {
            return OptionalLong.empty();
        }
        Problem problem = problem(server);
        return OptionalLong.of(problem.switchingCost(
                to.fromSlot(),
                problem.names().indexOf(model.name()),
                problem.mode(problem.names().indexOf(model.name()), from),
                problem.mode(problem.names().indexOf(model.name()), to.residency())));
    }

    private Problem problem(ServerPlan server) {
        int index = plan.namesServers() ? fleet.orElseThrow().names().indexOf(server.name()) : 0;
        return fleet.orElseThrow().servers().get(index);
    }

    /** Time of a move upwards, or of putting to sleep; 0 where something is given up. */
    static long nanos(ModelPlan model, Residency from, Residency to) {
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

    /** A move in words; empty where nothing moved. */
    String words(ServerPlan server, ModelPlan model, Residency before, ModelPlan.Stretch to) {
        Residency from = before(server, model, before);
        if (from == null || from == to.residency()) {
            return "";
        }
        OptionalLong cost = cost(server, model, from, to);
        return "from " + Words.place(from) + ": takes " + Figures.duration((double) nanos(model, from, to.residency()))
                + (cost.isPresent() ? ", costs " + Cell.cost(cost.getAsLong()).shown() : "");
    }

    /**
     * What a move into a stretch costs, in units of the scenario's prices; null where nothing moved or it is not known.
     */
    Double units(ServerPlan server, ModelPlan model, Residency before, ModelPlan.Stretch to) {
        Residency from = before(server, model, before);
        OptionalLong cost =
                from == null || from == to.residency() ? OptionalLong.empty() : cost(server, model, from, to);
        return cost.isPresent() && cost.getAsLong() > 0 ? Double.valueOf(cost.getAsLong() / NANO) : null;
    }

    /** Hours and minutes since slot 0. */
    static String clock(double secondsSinceSlot0) {
        long seconds = Math.round(secondsSinceSlot0);
        String time = String.format(Locale.ROOT, "%02d:%02d", seconds % DAY / HOUR, seconds % HOUR / 60);
        return seconds < DAY ? time : "day " + (seconds / DAY + 1) + " " + time;
    }
}
