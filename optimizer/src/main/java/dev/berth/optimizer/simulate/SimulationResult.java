package dev.berth.optimizer.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a plan or policy came to over several seeds. Shares and delays are over the runs that had requests, and 0 where
 * none had any.
 *
 * @param name of the solver, plan or policy
 * @param seeds number of runs, >= 1
 * @param totalNanoCost sum of the three below, a run
 * @param resourcesNanoCost storage, device memory and energy, a run
 * @param delayNanoCost what requests waited, a run
 * @param switchingNanoCost downloads and loads of models that were to be kept, a run; 0 where not charged
 * @param loadedShare share of requests that found their model loaded
 * @param storedShare share of requests that found it on storage alone
 * @param absentShare share of requests that found it absent
 * @param fetchedShare share of requests that found it absent and were served by a download and a load
 * @param cloudShare share of requests that were served by the cloud
 * @param backhaulBytes bytes downloaded, a run
 * @param switchingNanos time spent switching, a run
 * @param meanDelayNanos mean delay of a run's requests
 * @param p50DelayNanos median delay of a run's requests
 * @param p95DelayNanos 95th percentile of a run's requests
 * @param p99DelayNanos 99th percentile of a run's requests
 * @param delay delays of all runs together
 * @param models every model, all runs together
 */
public record SimulationResult(
        String name,
        int seeds,
        Interval totalNanoCost,
        Interval resourcesNanoCost,
        Interval delayNanoCost,
        Interval switchingNanoCost,
        Interval loadedShare,
        Interval storedShare,
        Interval absentShare,
        Interval fetchedShare,
        Interval cloudShare,
        Interval backhaulBytes,
        Interval switchingNanos,
        Interval meanDelayNanos,
        Interval p50DelayNanos,
        Interval p95DelayNanos,
        Interval p99DelayNanos,
        SimulatedDelay delay,
        List<SimulatedModel> models) {
    public SimulationResult {
        if (seeds < 1) {
            throw new IllegalArgumentException("out of range: seeds=" + seeds + ", expected >= 1");
        }
        models = List.copyOf(models);
    }

    /** @param runs at least one, all of the same models */
    static SimulationResult of(String name, List<SimulatedRun> runs) {
        List<String> names = runs.get(0).names;
        // A run without requests says nothing of what they meet.
        List<SimulatedRun> some =
                runs.stream().filter(run -> run.all.requests() > 0).toList();
        List<SimulatedRun> asked = some.isEmpty() ? runs : some;
        Tally all = Tally.ofAll();
        runs.forEach(run -> all.add(run.all));
        List<SimulatedModel> rows = new ArrayList<>();
        for (int model = 0; model < names.size(); model++) {
            Tally tally = Tally.ofModel();
            for (SimulatedRun run : runs) {
                tally.add(run.models.get(model));
            }
            rows.add(SimulatedModel.of(names.get(model), tally));
        }
        return new SimulationResult(
                name,
                runs.size(),
                over(runs, SimulatedRun::totalNanoCost),
                over(runs, run -> run.resourcesNanoCost),
                over(runs, run -> run.delayNanoCost),
                over(runs, run -> run.switchingNanoCost),
                over(asked, run -> run.share(run.all.requests[2])),
                over(asked, run -> run.share(run.all.requests[1])),
                over(asked, run -> run.share(run.all.requests[0])),
                over(asked, run -> run.share(run.all.fetched)),
                over(asked, run -> run.share(run.all.servedByCloud)),
                over(runs, run -> run.all.backhaulBytes),
                over(runs, run -> run.all.switchingNanos),
                over(asked, SimulatedRun::meanNanos),
                over(asked, run -> run.all.percentileNanos(50)),
                over(asked, run -> run.all.percentileNanos(95)),
                over(asked, run -> run.all.percentileNanos(99)),
                SimulatedDelay.of(all),
                rows);
    }

    private static Interval over(List<SimulatedRun> runs, ToDoubleFunction<SimulatedRun> figure) {
        return Interval.of(runs.stream().mapToDouble(figure).toArray());
    }
}
