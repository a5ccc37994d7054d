package dev.berth.optimizer.provider;

import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.record.Yaml;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

@Description(
        "Providers of a generative model and users whose tasks choose among them. Each seed draws providers and tasks"
                + " anew. A task that comes to a provider without room for its steps is lost, and so is all that is running there.")
@SchemaVersion(value = ProviderSetting.SCHEMA_VERSION, remedy = "write it anew")
public record ProviderSetting(
        @Description("version of this format, 1") int schemaVersion,

        @Description("number of providers") @Range(least = 1, most = 10_000)
        int providers,

        @Description("steps of all tasks that a provider can run at once")
        Draw capacitySteps,

        @Description("number of users") @Range(least = 1, most = 1_000_000_000)
        int users,

        @Description("tasks of one user, a Poisson process") @Range(above = 0)
        double tasksPerUserSecond,

        @Description("how long tasks come; those under way then are run to their end") @Range(above = 0)
        double horizonSeconds,

        @Description("steps of a task") Draw taskSteps,
        @Description("how long a task runs, by its steps") RunningSeconds runningSeconds,

        @Description("quality of a task that was finished, by its steps and provider")
        Quality quality,

        @Description("lost from the reward each time that a provider crashes") @Range(least = 0)
        double crashPenalty,

        @Description("the same for each task that was running there, times the share of it that was not done")
        @Range(least = 0)
        double unfinishedPenalty) {
    static final int SCHEMA_VERSION = 1;

    private static final String WHAT = "providers";

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("providers", "Berth providers", ProviderSetting.class);

    /** Tasks of one run; each is kept. */
    private static final double MOST_TASKS = 1e6;

    public ProviderSetting {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.atLeast("providers", providers, 1);
        Require.present("capacitySteps", capacitySteps);
        Require.atLeast("users", users, 1);
        Require.positive("tasksPerUserSecond", tasksPerUserSecond);
        Require.positive("horizonSeconds", horizonSeconds);
        Require.present("taskSteps", taskSteps);
        Require.present("runningSeconds", runningSeconds);
        Require.present("quality", quality);
        Require.notNegative("crashPenalty", crashPenalty);
        Require.notNegative("unfinishedPenalty", unfinishedPenalty);
        if (users * tasksPerUserSecond * horizonSeconds > MOST_TASKS) {
            throw new ComponentException(
                    "tasksPerUserSecond", tasksPerUserSecond, "at most a million tasks a run of all users together");
        }
        if (taskSteps.least() <= 0) {
            throw new ComponentException("taskSteps", taskSteps.least(), "at least one step a task");
        }
        for (double steps = taskSteps.least(); steps <= taskSteps.most(); steps += taskSteps.apart()) {
            if (runningSeconds.of(steps) <= 0) {
                throw new ComponentException("runningSeconds", runningSeconds.of(steps), "above 0 for all taskSteps");
            }
        }
    }

    /**
     * Reads one.
     *
     * @throws BadInputException naming file, line and key of the first fault
     */
    public static ProviderSetting read(Path file) {
        return Yaml.read(file, WHAT, ProviderSetting.class);
    }

    /** All faults of a file, one line each. */
    public static List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        try {
            Yaml.read(file, WHAT, ProviderSetting.class, faults);
        } catch (BadInputException e) {
            faults.addAll(e.faults());
        }
        return faults;
    }

    @Description("One of equally likely values: the least, and so much apart up to the most.")
    public record Draw(
            @Description("the least of them") @Range(least = 0)
            double least,

            @Description("none is above") @Range(least = 0) double most,

            @Description("one from the next") @Range(above = 0)
            double apart) {
        private static final double MOST_VALUES = 1e6;

        public Draw {
            Require.notNegative("least", least);
            Require.finite("most", most);
            Require.positive("apart", apart);
            if (most < least || (most - least) / apart > MOST_VALUES) {
                throw new ComponentException("most", most, "from least to a million values above it");
            }
        }

        /** Rounding must not cost the last value. */
        double next(SplittableRandom random) {
            int values = 1 + (int) Math.floor((most - least) / apart + 1e-9);
            return least + random.nextInt(values) * apart;
        }

        double mean() {
            return least + Math.floor((most - least) / apart + 1e-9) * apart / 2;
        }
    }

    @Description("factor × (perSquare × steps² + perStep × steps + base), in seconds.")
    public record RunningSeconds(
            @Description("for the square of the steps") double perSquare,
            @Description("for each step") double perStep,
            @Description("for each task") double base,

            @Description("times all of it") @Range(above = 0)
            double factor) {
        public RunningSeconds {
            Require.finite("perSquare", perSquare);
            Require.finite("perStep", perStep);
            Require.finite("base", base);
            Require.positive("factor", factor);
        }

        double of(double steps) {
            return factor * (perSquare * steps * steps + perStep * steps + base);
        }
    }

    @Description("0 up to fromSteps, then rising evenly to ceiling − floor at toSteps, and no further.")
    public record Quality(
            @Description("steps from which a provider's quality rises")
            Draw fromSteps,

            @Description("taken from the ceiling") Draw floor,
            @Description("steps up to which it rises") Draw toSteps,
            @Description("the most of it, less the floor") Draw ceiling) {
        public Quality {
            Require.present("fromSteps", fromSteps);
            Require.present("floor", floor);
            Require.present("toSteps", toSteps);
            Require.present("ceiling", ceiling);
            if (toSteps.least() <= fromSteps.most()) {
                throw new ComponentException("toSteps", toSteps.least(), "more than any fromSteps");
            }
            if (ceiling.least() < floor.most()) {
                throw new ComponentException("ceiling", ceiling.least(), "no less than any floor");
            }
        }
    }
}
