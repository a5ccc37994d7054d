package dev.berth.optimizer.stream;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.decide.Progress;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.LinkSlot;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.Origins;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.scenario.Demand;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.Objective;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.fleet.ManyServers;
import dev.berth.optimizer.solve.fleet.Workers;
import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans a fleet block by block: plans and costs go to files as they are made. */
public final class FleetPlanning {
    private static final double GIGABYTE = 1e9;

    private final BlockEngine engine;
    private final Progress progress;

    /** @param engine not closed */
    public FleetPlanning(BlockEngine engine, Progress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    /**
     * Plans; what an earlier call for the same files and limits finished is not done again.
     *
     * @param profiles the dataset's file
     * @param scenario the scenario's file
     * @param solver name of the solver of single servers
     * @param folder made where it is not there: {@code plans/} and {@code servers/} are Parquet
     * @return what is to be written beside them
     * @throws dev.berth.record.BadInputException with every fault of the files
     * @throws dev.berth.optimizer.problem.InfeasibleException where no plan exists
     */
    public FleetFile plan(Path profiles, Path scenario, String solver, SolveLimits limits, Path folder)
            throws IOException {
        progress.step("reading " + scenario, 0, 1);
        FleetJob job = new FleetJob(
                profiles.toAbsolutePath().toString(),
                scenario.toAbsolutePath().toString(),
                fingerprint(profiles, scenario),
                solver,
                folder.toAbsolutePath().toString());
        FleetServers servers = FleetServers.of(job);
        requireBlocks(servers);
        if (servers.scenario().neighbours().isPresent()) {
            throw new BadInputException(servers.first().place("neighbours")
                    + ": expected servers that serve their own requests alone where they are planned in blocks; leave"
                    + " it out, or plan without --master");
        }
        for (Path part : List.of(job.work(), folder.resolve("plans"), folder.resolve("servers"))) {
            Files.createDirectories(part);
        }
        StreamedBlocks blocks = new StreamedBlocks(job, servers.count(), engine);
        ManyServers.Found found = progress.during(solver, listener -> {
            Effort effort = new Effort(limits, listener);
            ManyServers many = new ManyServers(
                    servers.first().slots(), servers.scenario().sharedBackhaulBytesPerSlot(), blocks, effort);
            int[] sample = ManyServers.sample(servers.count());
            Workers workers =
                    new Workers(ManyServers.threads(Runtime.getRuntime().availableProcessors(), limits));
            if (servers.scenario().sharedBackhaulBytesPerSecond().isPresent()) {
                Problem[] problems = new Problem[sample.length];
                workers.each(
                        sample.length,
                        at -> problems[at] = servers.joined(sample[at]).problem());
                many.climb(Arrays.asList(problems), workers);
            }
            return many.run();
        });
        List<WrittenBlock> written = progress.during(
                solver,
                listener -> blocks.write(
                        done -> new Effort(limits, listener).tell("plans written, servers", done, servers.count())));
        FleetFile file = file(profiles, scenario, solver, servers, found, written);
        file.write(folder.resolve(FleetFile.NAME));
        removeUnfinished(job.work());
        return file;
    }

    /** Blocks know of one backhaul and of costs that add up. */
    private static void requireBlocks(FleetServers servers) {
        if (servers.scenario().sharesLinks()) {
            throw new BadInputException(servers.first().place("links")
                    + ": links that servers share by name, expected none where a fleet is planned block by block; leave"
                    + " --master out, or state sharedBackhaulBytesPerSecond instead");
        }
        if (servers.first().objective() == Objective.WORST) {
            throw new BadInputException(servers.first().place("objective")
                    + ": worst, expected total where a fleet is planned block by block; leave --master out");
        }
    }

    /** Of all that plans are made from: the files, and those that the scenario names. */
    private static String fingerprint(Path profiles, Path scenario) throws IOException {
        MessageDigest digest = Sha256.digest();
        FleetScenario fleet = ScenarioFile.readFleet(scenario);
        digest.update((Sha256.of(profiles) + Sha256.of(scenario) + fleet.names()).getBytes(StandardCharsets.UTF_8));
        for (Scenario server : fleet.servers()) {
            Demand demand = server.demand();
            String words = demand instanceof Demand.Csv csv
                    ? Sha256.of(csv.file())
                    : demand instanceof Demand.Generated || demand instanceof Demand.Traced ? demand.toString() : "";
            digest.update((server.server() + words).getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(digest);
    }

    private static FleetFile file(
            Path profiles,
            Path scenario,
            String solver,
            FleetServers servers,
            ManyServers.Found found,
            List<WrittenBlock> written) {
        long resources = 0;
        long delay = 0;
        long switching = 0;
        long quality = 0;
        long cloud = 0;
        for (WrittenBlock block : written) {
            resources = Math.addExact(resources, block.resources());
            delay = Math.addExact(delay, block.delay());
            switching = Math.addExact(switching, block.switching());
            quality = Math.addExact(quality, block.quality());
            cloud = Math.addExact(cloud, block.allCloud());
        }
        PlanCost cost = new PlanCost(resources, delay, switching, quality);
        if (cost.total() != found.cost()) {
            throw new IllegalStateException("plans written cost " + cost.total() + ", expected " + found.cost());
        }
        boolean shares = servers.scenario().sharedBackhaulBytesPerSecond().isPresent();
        return FleetFile.of(
                Origins.of(profiles, scenario),
                servers.count(),
                written.size(),
                servers.first().slots(),
                servers.first().slotSeconds(),
                shares ? Optional.of(servers.scenario().sharedBackhaulBytesPerSlot()) : Optional.empty(),
                IntStream.range(0, found.prices().size())
                        .mapToObj(slot -> new LinkSlot(
                                found.prices().get(slot) * GIGABYTE,
                                found.usedBytes().get(slot)))
                        .toList(),
                solver,
                NanoCost.of(cost),
                cloud,
                found.bound(),
                found.note());
    }

    private static void removeUnfinished(Path work) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
