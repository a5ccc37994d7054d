package dev.berth.optimizer.paper;

import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.network.SharedLinks;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.simulate.Delays;
import dev.berth.optimizer.simulate.EdgeServer;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.Site;
import dev.berth.optimizer.workload.Requests;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * What downloads of each model gain over the best single link, with the first of a server's links, the first two, and
 * so on: planned, and simulated by the download of one model with nobody else on the links.
 */
record Downloads(List<Line> lines) {
    private static final String HEAD =
            "links,model,bytes,best_link,best_link_nanos,planned_nanos,simulated_nanos,planned_gain,simulated_gain";

    private static final double SLOT_SECONDS = 1e6;

    /** Long enough that nobody goes to the cloud. */
    private static final long CLOUD_NANOS = Long.MAX_VALUE / 4;

    /**
     * One model over the first links of a server.
     *
     * @param bestLink name of the link that is quickest by itself
     */
    record Line(int links, String model, long bytes, String bestLink, long bestNanos, long planned, long simulated) {
        double plannedGain() {
            return (double) bestNanos / (double) planned;
        }

        double simulatedGain() {
            return (double) bestNanos / (double) simulated;
        }
    }

    Downloads {
        lines = List.copyOf(lines);
    }

    /** Of models that take storage. */
    static Downloads of(Links links, ScenarioProblem problem) {
        List<Line> lines = new ArrayList<>();
        for (int count = 1; count <= links.links().size(); count++) {
            Links first = new Links(links.links().subList(0, count), links.chunkBytes());
            for (Service service : problem.services()) {
                if (service.storageBytes() > 0) {
                    lines.add(line(first, service));
                }
            }
        }
        return new Downloads(lines);
    }

    private static Line line(Links links, Service service) {
        long bytes = service.storageBytes();
        String best = "";
        long least = Long.MAX_VALUE;
        for (Link link : links.links()) {
            long nanos = new Links(List.of(link), links.chunkBytes()).downloadNanos(bytes);
            best = nanos < least ? link.name() : best;
            least = Math.min(least, nanos);
        }
        return new Line(
                links.links().size(),
                service.name(),
                bytes,
                best,
                least,
                links.downloadNanos(bytes),
                simulated(links, bytes));
    }

    /** What the first request of a model waits that is downloaded for it, and takes no time to load and to serve. */
    private static long simulated(Links links, long bytes) {
        Prices free = new Prices(0, 0, 0, 0, 0);
        Service service = new Service("model", bytes, 0, 0, links.downloadNanos(bytes), 0, 0, CLOUD_NANOS);
        Problem problem = new ProblemBuilder(
                        new Capacity(bytes, 0, OptionalLong.empty()), free, Charging.BOTH, SLOT_SECONDS)
                .add(service)
                .demand(new double[][] {{1}})
                .build();
        ServerTerms terms = new ServerTerms(problem, List.of(service), free);
        List<Delays> none = List.of(Delays.constant(0));
        Site site = new Site(EdgeServer.of(terms, 1, none, none), seed -> new OneRequest());
        // Its first link stands for one that others may use as well, and nobody does.
        Link first = links.links().get(0);
        SharedLinks shared = new SharedLinks(List.of(links), Map.of(first.name(), first.bytesPerSecond()));
        Plan kept = new Plan(1, new byte[] {(byte) (problem.modes(0) - 1)});
        return Math.round(
                new Simulation(List.of(site), Optional.empty(), Optional.of(shared), Optional.empty(), 1, 1, 1)
                        .of("plan", List.of(Policies.following("plan", kept)))
                        .all()
                        .meanDelayNanos()
                        .mean());
    }

    /** At the beginning of slot 0. */
    private static final class OneRequest implements Requests {
        private boolean isThere;

        @Override
        public boolean next() {
            isThere = !isThere;
            return isThere;
        }

        @Override
        public long arrivalNanos() {
            return 0;
        }

        @Override
        public int model() {
            return 0;
        }

        @Override
        public double work() {
            return 1;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    String csv() {
        StringBuilder csv = new StringBuilder(HEAD).append('\n');
        for (Line line : lines) {
            csv.append(String.join(
                            ",",
                            Integer.toString(line.links()),
                            line.model(),
                            Long.toString(line.bytes()),
                            line.bestLink(),
                            Long.toString(line.bestNanos()),
                            Long.toString(line.planned()),
                            Long.toString(line.simulated()),
                            Figures.plain(line.plannedGain()),
                            Figures.plain(line.simulatedGain())))
                    .append('\n');
        }
        return csv.toString();
    }

    Chart chart(String made) {
        int models = (int) lines.stream().map(Line::model).distinct().count();
        return new Curves(
                "downloads",
                "Downloads over several links, against the best of them alone",
                "How many times as long the best single link takes; mean of n = " + models
                        + " models. Simulated: one model, nobody else on the links.",
                made,
                new Curves.Axis("links", Unit.NUMBER, false),
                new Curves.Axis("gain over the best single link", Unit.TIMES, false),
                List.of(
                        curve("planned", Colour.SEVERAL, Curves.Style.LINE, Line::plannedGain),
                        curve("simulated", Colour.LIMIT, Curves.Style.POINTS, Line::simulatedGain)),
                List.of(),
                false,
                null,
                false);
    }

    private Curves.Curve curve(String name, Colour colour, Curves.Style style, ToDoubleFunction<Line> gain) {
        List<Curves.Point> points = lines.stream()
                .map(Line::links)
                .distinct()
                .map(links -> Curves.Point.of(
                        links,
                        lines.stream()
                                .filter(line -> line.links() == links)
                                .mapToDouble(gain)
                                .average()
                                .orElse(0)))
                .toList();
        return new Curves.Curve(name, colour, style, "", "", points);
    }
}
