package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.workload.Requests;
import dev.berth.optimizer.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many runs of one plan or policy on one server. Every plan and policy meets the same requests under the same seed, and
 * the result does not depend on the number of threads.
 *
 * @param server what is simulated
 * @param workload where requests come from
 * @param seeds number of runs, >= 1
 * @param firstSeed seed of the first run; the next ones follow by one
 * @param threads runs at the same time, >= 1
 */
public record Simulation(EdgeServer server, Workload workload, int seeds, long firstSeed, int threads) {
    public Simulation {
        if (seeds < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "out of range: seeds=" + seeds + ", threads=" + threads + ", expected >= 1");
        }
    }

    /**
     * Runs all seeds.
     *
     * @throws dev.berth.profile.BadInputException where the workload is a file with a faulty line
     */
    public SimulationResult of(Policy policy) {
        List<Callable<SimulatedRun>> tasks = new ArrayList<>();
        for (int run = 0; run < seeds; run++) {
            long seed = firstSeed + run;
            tasks.add(() -> run(policy, seed));
        }
        List<String> names = IntStream.range(0, server.terms().models())
                .mapToObj(model -> server.terms().service(model).name())
                .toList();
        return SimulationResult.of(policy.name(), names, all(tasks));
    }

    private SimulatedRun run(Policy policy, long seed) {
        try (Requests requests = workload.open(seed)) {
            return new SimulatedRun(server.terms(), new Replay(server, policy, requests, seed).run());
        }
    }

    private List<SimulatedRun> all(List<Callable<SimulatedRun>> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, seeds));
        try {
            List<SimulatedRun> runs = new ArrayList<>();
            for (Future<SimulatedRun> run : executor.invokeAll(tasks)) {
                runs.add(run.get());
            }
            return runs;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulating", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
