package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.ServerTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What one seed came to on one server, or on all; the figures of which means are taken. */
final class SimulatedRun {
    private static final double NANO = 1e9;

    final List<String> names;
    final List<Tally> models;
    final Tally all;
    final double resourcesNanoCost;
    final double delayNanoCost;
    final double switchingNanoCost;
    final double qualityNanoCost;

    private SimulatedRun(
            List<String> names,
            List<Tally> models,
            Tally all,
            double delayNanoCost,
            double switchingNanoCost,
            double qualityNanoCost) {
        this.names = List.copyOf(names);
        this.models = List.copyOf(models);
        this.all = all;
        this.delayNanoCost = delayNanoCost;
        this.switchingNanoCost = switchingNanoCost;
        this.qualityNanoCost = qualityNanoCost;
        resourcesNanoCost = all.rentNanoCost;
    }

    /**
     * One server.
     *
     * @param all holds the delays of all models and nothing else yet
     */
    static SimulatedRun of(ServerTerms terms, Tally[] models, Tally all) {
        List<String> names = new ArrayList<>();
        long switchingNanos = 0;
        for (int model = 0; model < models.length; model++) {
            names.add(terms.service(model).name());
            switchingNanos += models[model].switchingNanos;
            all.addAllButDelays(models[model]);
        }
        double switchingPrice =
                terms.charging().chargesSwitching() ? terms.prices().switchingPerSecond() : 0;
        return new SimulatedRun(
                names,
                List.of(models),
                all,
                terms.prices().delayPerSecond() * all.delayNanos(),
                switchingPrice * (double) switchingNanos,
                terms.prices().qualityPerRequest() * NANO * all.qualityLoss);
    }

    /**
     * Servers added up one after another; models of the same name together, in the order in which they are first met.
     */
    static final class Sum {
        private final Map<String, Tally> models = new LinkedHashMap<>();
        private final Tally all = Tally.ofAll();

        /** Added up in the end: a sum that rounds once does not depend on how many are added at a time. */
        private final DoubleStream.Builder delay = DoubleStream.builder();

        private final DoubleStream.Builder switching = DoubleStream.builder();
        private final DoubleStream.Builder quality = DoubleStream.builder();

        void add(SimulatedRun server) {
            all.add(server.all);
            for (int model = 0; model < server.names.size(); model++) {
                models.computeIfAbsent(server.names.get(model), name -> Tally.ofModel())
                        .add(server.models.get(model));
            }
            delay.add(server.delayNanoCost);
            switching.add(server.switchingNanoCost);
            quality.add(server.qualityNanoCost);
        }

        /** All of them as one; once. */
        SimulatedRun run() {
            return new SimulatedRun(
                    List.copyOf(models.keySet()),
                    List.copyOf(models.values()),
                    all,
                    delay.build().sum(),
                    switching.build().sum(),
                    quality.build().sum());
        }
    }

    double totalNanoCost() {
        return resourcesNanoCost + delayNanoCost + switchingNanoCost + qualityNanoCost;
    }

    /** Share of requests that found their model so; 0 where there was no request. */
    double shareOf(long part) {
        return all.requests() == 0 ? 0 : part / (double) all.requests();
    }

    /** Mean quality of answers, 0 to 1; 1 where there was no request. */
    double meanQuality() {
        return all.requests() == 0 ? 1 : 1 - all.qualityLoss / (double) all.requests();
    }

    double meanNanos() {
        return all.requests() == 0 ? 0 : all.delayNanos() / (double) all.requests();
    }
}
