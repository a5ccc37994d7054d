package dev.berth.optimizer.simulate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.optimizer.route.Routers;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

@Description("What a plan or policy came to over several seeds. Shares and delays are over the runs that had "
        + "requests, and 0 where none had any.")
public record SimulationResult(
        @Description("of the solver, plan or policy") String name,
        @Description("number of runs") @Range(least = 1) int seeds,
        @Description("sum of the costs below, a run") Interval totalNanoCost,

        @Description("the same of each run, in the order of the seeds")
        List<Double> runNanoCosts,

        @Description("storage, device memory and energy, a run")
        Interval resourcesNanoCost,

        @Description("what requests waited, a run") Interval delayNanoCost,

        @Description("downloads and loads of models that were to be kept, a run; 0 where not charged")
        Interval switchingNanoCost,

        @Description("what answers lacked of full quality, a run; absent where nothing is charged for it")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Interval qualityNanoCost,

        @Description("mean quality of a run's answers, 0 to 1; absent where all are of full quality")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Interval meanQuality,

        @Description("share of requests that found their model loaded")
        Interval loadedShare,

        @Description("share of requests that found it on storage alone")
        Interval storedShare,

        @Description("share of requests that found it in host memory; absent where none is kept there")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Interval hostedShare,

        @Description("share of requests that found it absent")
        Interval absentShare,

        @Description("share of requests that found it absent and were served by a download and a load")
        Interval fetchedShare,

        @Description("share of requests that were served by the cloud")
        Interval cloudShare,

        @Description(
                "share of requests that another server than that of their users served, of a server those of the requests that it served; absent where there are none")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Interval neighbourShare,

        @Description("bytes of downloads that began in a run, each whole")
        Interval backhaulBytes,

        @Description("time of downloads and loads that began in a run, each whole")
        Interval switchingNanos,

        @Description("mean delay of a run's requests") Interval meanDelayNanos,
        @Description("median delay of a run's requests") Interval p50DelayNanos,
        @Description("95th percentile of a run's requests") Interval p95DelayNanos,
        @Description("99th percentile of a run's requests") Interval p99DelayNanos,
        @Description("delays of all runs together") SimulatedDelay delay,

        @Description("every model, all runs together; none of single servers of a fleet of more than 100")
        List<SimulatedModel> models,

        @Description("how requests were routed among servers; absent where the scenario has no routes")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        RoutingResult routing) {
    public SimulationResult {
        Require.atLeast("seeds", seeds, 1);
        runNanoCosts = List.copyOf(runNanoCosts);
        if (runNanoCosts.size() != seeds) {
            throw new IllegalArgumentException(
                    "out of range: runNanoCosts=" + runNanoCosts.size() + ", expected one a seed, " + seeds);
        }
        models = List.copyOf(models);
    }

    /**
     * How much dearer it is than another under the same seeds, as a share of the other's mean; by the difference in
     * each run, so that what all share does not widen the interval.
     *
     * @param other of as many seeds, with a mean cost above 0
     */
    public Interval over(SimulationResult other) {
        double[] shares = new double[seeds];
        for (int run = 0; run < seeds; run++) {
            shares[run] = (runNanoCosts.get(run) - other.runNanoCosts.get(run)) / other.totalNanoCost.mean();
        }
        return Interval.of(shares);
    }

    /** The same result under another name. */
    public SimulationResult named(String other) {
        return with(other, models, routing);
    }

    /** The same result of a run in which requests were routed. */
    SimulationResult routed(RoutingResult by) {
        return with(name, models, by);
    }

    /** The same without what each model came to. */
    SimulationResult withoutModels() {
        return with(name, List.of(), routing);
    }

    /** What tells it from others: method, and router where requests do not stay with the server of their user. */
    public String label() {
        boolean stays = routing == null || routing.route().equals(Routers.HOME);
        return stays ? name : name + " via " + routing.route();
    }

    /** Whether it is what no router can come below, and not what one came to. */
    public boolean isBound() {
        return routing != null && routing.route().equals(Routers.CLAIRVOYANT);
    }

    private SimulationResult with(String other, List<SimulatedModel> each, RoutingResult by) {
        return new SimulationResult(
                other,
                seeds,
                totalNanoCost,
                runNanoCosts,
                resourcesNanoCost,
                delayNanoCost,
                switchingNanoCost,
                qualityNanoCost,
                meanQuality,
                loadedShare,
                storedShare,
                hostedShare,
                absentShare,
                fetchedShare,
                cloudShare,
                // Of routed requests RoutingResult tells.
                by == null ? neighbourShare : null,
                backhaulBytes,
                switchingNanos,
                meanDelayNanos,
                p50DelayNanos,
                p95DelayNanos,
                p99DelayNanos,
                delay,
                each,
                by);
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
                mean(runs, SimulatedRun::totalNanoCost),
                runs.stream().map(SimulatedRun::totalNanoCost).toList(),
                mean(runs, run -> run.resourcesNanoCost),
                mean(runs, run -> run.delayNanoCost),
                mean(runs, run -> run.switchingNanoCost),
                all.qualityLoss == 0 ? null : mean(runs, run -> run.qualityNanoCost),
                all.qualityLoss == 0 ? null : mean(asked, SimulatedRun::meanQuality),
                mean(asked, run -> run.shareOf(run.all.requests[2])),
                mean(asked, run -> run.shareOf(run.all.requests[1])),
                all.requests[3] == 0 ? null : mean(asked, run -> run.shareOf(run.all.requests[3])),
                mean(asked, run -> run.shareOf(run.all.requests[0])),
                mean(asked, run -> run.shareOf(run.all.fetched)),
                mean(asked, run -> run.shareOf(run.all.servedByCloud)),
                all.away == 0 ? null : mean(asked, run -> run.shareOf(run.all.away)),
                mean(runs, run -> run.all.backhaulBytes),
                mean(runs, run -> run.all.switchingNanos),
                mean(asked, SimulatedRun::meanNanos),
                mean(asked, run -> run.all.percentileNanos(50)),
                mean(asked, run -> run.all.percentileNanos(95)),
                mean(asked, run -> run.all.percentileNanos(99)),
                SimulatedDelay.of(all),
                rows,
                null);
    }

    private static Interval mean(List<SimulatedRun> runs, ToDoubleFunction<SimulatedRun> figure) {
        return Interval.of(runs.stream().mapToDouble(figure).toArray());
    }
}
