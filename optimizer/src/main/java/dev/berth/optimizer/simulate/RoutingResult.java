package dev.berth.optimizer.simulate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.optimizer.route.Router;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

@Description(
        "How requests were routed among servers. Shares are of the requests that a server served, its own users' and"
                + " others'.")
public record RoutingResult(
        @Description("name of the router; of clairvoyant, that no router can come below these delays and costs")
        String route,

        @Description("share of requests that came from users of other servers")
        Interval awayShare,

        @Description(
                "share of requests that were lost where a server was overloaded; absent where nothing is ever lost")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Interval lostShare,

        @Description("mean network delay of a run's requests, there and back; part of their delay")
        Interval networkNanos,

        @Description("what the server's own users waited, wherever they were served; absent of all servers together")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        SimulatedDelay users,

        @Description("where devices that respond to each other stood at the end; absent of other routers")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Response response) {
    @Description("Devices that respond to each other; a device is the users of one server who ask for one service.")
    public record Response(
            @Description(
                    "runs in which devices with 95 % of the requests settled: none of them could lower what it saw by a"
                            + " tenth by moving")
            @Range(least = 0)
            int settledRuns,

            @Description("number of runs") @Range(least = 1) int runs,

            @Description(
                    "shifts of shares until the last device that settled had done so, of a run that did not settle all of"
                            + " them")
            Interval rounds,

            @Description("share of requests whose device settled, a run")
            Interval settledShare,

            @Description("what devices would save by moving, as a share of what requests cost them, a run")
            Interval regret,

            @Description(
                    "mean delay by the final shares over the proven bound of a central optimum, less one, both with the"
                            + " run's mean delays and M/G/1 queues, a run")
            Reading<Interval> overOptimum) {
        /** @param routings one a run; those without devices that were asked twice say nothing */
        static Optional<Response> of(List<Routing> routings) {
            List<Routing> standing = routings.stream()
                    .filter(routing -> routing.standing().isPresent())
                    .toList();
            if (standing.isEmpty()) {
                return Optional.empty();
            }
            List<Router.Standing> stands = standing.stream()
                    .map(routing -> routing.standing().orElseThrow())
                    .toList();
            List<Reading<Double>> over =
                    standing.stream().map(Routing::overOptimum).toList();
            return Optional.of(new Response(
                    (int) stands.stream()
                            .filter(stand -> stand.settledShare() >= Router.Standing.SETTLED)
                            .count(),
                    stands.size(),
                    mean(stands, Router.Standing::rounds),
                    mean(stands, Router.Standing::settledShare),
                    mean(stands, Router.Standing::regret),
                    over.stream().allMatch(reading -> reading.optional().isPresent())
                            ? Reading.derived(
                                    mean(over, reading -> reading.optional().orElseThrow()))
                            : Reading.notSupported("not known of every run")));
        }
    }

    /**
     * What runs came to.
     *
     * @param users delays of a server's own users; empty of all together
     * @param routings one a run; none of a single server
     * @param loses whether servers can be overloaded
     */
    static RoutingResult of(
            Router router, List<SimulatedRun> runs, Optional<Tally> users, List<Routing> routings, boolean loses) {
        return new RoutingResult(
                router.name(),
                mean(runs, run -> run.shareOf(run.all.away)),
                loses ? mean(runs, run -> run.shareOf(run.all.lost)) : null,
                mean(runs, run -> run.shareOf(run.all.networkNanos)),
                users.map(SimulatedDelay::of).orElse(null),
                Response.of(routings).orElse(null));
    }

    private static <T> Interval mean(List<T> runs, ToDoubleFunction<T> figure) {
        return Interval.of(runs.stream().mapToDouble(figure).toArray());
    }
}
