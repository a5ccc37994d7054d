package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.report.FleetText;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.fleet.ManyServers;
import dev.berth.optimizer.stream.BlockEngine;
import dev.berth.optimizer.stream.FleetPlanning;
import dev.berth.optimizer.stream.ThreadEngine;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.text.Page;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code plan --master}: a fleet block by block. */
final class FleetRun {
    private final Console console;
    private final Path profiles;
    private final Path scenario;
    private final List<Solver> solvers;
    private final SolveLimits limits;
    private final Path out;
    private final Page page;

    /** @param scenario null where one is to be derived; {@code out} null where it is not given */
    FleetRun(
            Console console,
            Path profiles,
            Path scenario,
            List<Solver> solvers,
            SolveLimits limits,
            Path out,
            Page page) {
        this.console = console;
        this.profiles = profiles;
        this.scenario = scenario;
        this.solvers = solvers;
        this.limits = limits;
        this.out = out;
        this.page = page;
    }

    /**
     * Plans.
     *
     * @return the exit status
     * @throws BadInputException where an option is missing that a fleet needs
     */
    int on(MasterOption master) throws IOException {
        master.check();
        if (out == null) {
            throw new BadInputException("--master: expected --out DIR beside it, where the plans go");
        }
        if (scenario == null) {
            throw new BadInputException("--master: expected --scenario FILE beside it, a fleet is not derived");
        }
        if (solvers.size() > 1) {
            throw new BadInputException("--master: " + solvers.size() + " solvers, expected one");
        }
        Optional<BlockEngine> engine =
                master.open(ManyServers.threads(Runtime.getRuntime().availableProcessors(), limits));
        if (engine.isEmpty()) {
            return new SparkProcess(console).run(out);
        }
        try (BlockEngine opened = engine.get()) {
            plan(opened);
        }
        return ExitCode.OK.status();
    }

    /** What people type to go on. */
    private Object[] words() {
        List<Object> words = console.words("--out");
        words.addAll(List.of("--out", out));
        return words.toArray();
    }

    /** Whoever works on the blocks, the bytes are the same. */
    private String made() {
        List<Object> words = console.words("--out", "--master");
        words.addAll(List.of("--master", ThreadEngine.MASTER));
        return "berth " + ShellWords.of(words.toArray());
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private void plan(BlockEngine engine) throws IOException {
        FleetFile planned;
        try (Console.Watch watch = console.whenInterrupted(
                () -> "what is finished is kept; the same command goes on: " + ShellWords.berth(words()))) {
            planned = new FleetPlanning(engine, new ConsoleProgress(console))
                    .plan(profiles, scenario, solvers.get(0).name(), limits, out)
                    .madeBy(made());
            planned.write(out.resolve(FleetFile.NAME));
        }
        console.result(new FleetText(planned).lines(page));
        if (console.json()) {
            console.document(Json.pretty(planned).stripTrailing());
        }
        console.remark("plans written to " + out + ": " + FleetFile.NAME + ", plans/ and servers/");
    }
}
