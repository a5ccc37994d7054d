package dev.berth.benchmarks.instance;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.ModalService;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.ModesBuilder;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Models in variants, each smaller, quicker and of less quality than the one before, that are stored or loaded each;
 * with an even number of modes the first variant may be kept in host memory too, from where it is loaded sooner, and
 * which it is put to sleep in: its modes then make no tree.
 */
final class Modes {
    /** Most modes of a model. */
    static final int MOST = 31;

    private static final double NANO = 1e9;
    private static final double GIBIBYTE = 1L << 30;
    private static final double SMALLER = 0.55;
    private static final double QUICKER = 0.75;

    /** Seconds of waiting that a variant's lesser quality is worth, for each step down. */
    private static final double QUALITY_SECONDS = 0.4;

    /** Of a load from storage, what one from host memory takes, and what putting to sleep takes. */
    private static final double WAKE = 0.2;

    private final Prices prices;
    private final double slotSeconds;
    private final Charging charging;
    private final int modes;

    /** One variant of a model, absent where it is none. */
    private record Kept(Residency residency, boolean isHosted, int variant) {}

    Modes(Prices prices, double slotSeconds, Charging charging, int modes) {
        this.prices = prices;
        this.slotSeconds = slotSeconds;
        this.charging = charging;
        this.modes = modes;
    }

    Problem problem(List<Service> services, Capacity capacity, double[][] demand) {
        List<Kept> kept = kept();
        OptionalLong host = OptionalLong.of(capacity.memoryBytes() / 2);
        ModesBuilder builder = new ModesBuilder(
                new Capacity(
                        capacity.storageBytes(),
                        capacity.memoryBytes(),
                        capacity.energyMillijoules(),
                        host,
                        OptionalLong.empty()),
                demand.length);
        for (int model = 0; model < services.size(); model++) {
            builder.add(service(services.get(model), kept, demand, model));
        }
        return builder.build();
    }

    private List<Kept> kept() {
        List<Kept> kept = new ArrayList<>(List.of(new Kept(Residency.ABSENT, false, 0)));
        for (int variant = 0; kept.size() + 1 < modes; variant++) {
            kept.add(new Kept(Residency.STORED, false, variant));
            kept.add(new Kept(Residency.LOADED, false, variant));
        }
        if (kept.size() < modes) {
            kept.add(new Kept(Residency.STORED, true, 0));
        }
        return kept;
    }

    private ModalService service(Service service, List<Kept> kept, double[][] demand, int model) {
        List<Mode> all = new ArrayList<>(List.of(Mode.absent()));
        for (Kept mode : kept.subList(1, kept.size())) {
            long storage = bytes(service.storageBytes(), mode.variant());
            boolean isLoaded = mode.residency() == Residency.LOADED;
            all.add(new Mode(
                    (mode.isHosted() ? "hosted" : mode.residency().label()) + "-" + mode.variant(),
                    mode.residency(),
                    storage,
                    isLoaded ? bytes(service.memoryBytes(), mode.variant()) : 0,
                    isLoaded ? service.energyMillijoules() : 0,
                    mode.isHosted() ? storage : 0,
                    0));
        }
        long[][] costs = new long[demand.length][kept.size()];
        for (int slot = 0; slot < demand.length; slot++) {
            for (int mode = 0; mode < kept.size(); mode++) {
                double waits = demand[slot][model] * waitSeconds(service, kept.get(mode));
                costs[slot][mode] = Math.round((prices.delayPerSecond() * waits + rent(all.get(mode))) * NANO);
            }
        }
        long[][] moves = new long[kept.size()][kept.size()];
        for (int from = 0; from < moves.length; from++) {
            for (int to = 0; to < moves.length; to++) {
                double price = charging.chargesSwitching() ? prices.switchingPerSecond() : 0;
                moves[from][to] = Math.round(price * moveSeconds(service, kept.get(from), kept.get(to)) * NANO);
            }
        }
        return new ModalService(service.name(), all, costs, moves);
    }

    private static long bytes(long first, int variant) {
        return Math.round((double) first * StrictMath.pow(SMALLER, variant));
    }

    private double rent(Mode mode) {
        double hours = slotSeconds / 3600;
        return hours * prices.storagePerGibibyteHour() * (double) mode.storageBytes() / GIBIBYTE
                + hours * prices.memoryPerGibibyteHour() * (double) mode.memoryBytes() / GIBIBYTE
                + hours * prices.memoryPerGibibyteHour() / 8 * (double) mode.hostMemoryBytes() / GIBIBYTE;
    }

    /** What one request waits, with what the lesser quality is worth. */
    private double waitSeconds(Service service, Kept kept) {
        double cloud = service.cloudNanos() / NANO;
        if (kept.residency() == Residency.ABSENT) {
            return cloud;
        }
        double quality = QUALITY_SECONDS * kept.variant();
        double inference = service.inferenceNanos() / NANO * StrictMath.pow(QUICKER, kept.variant());
        if (kept.residency() == Residency.LOADED) {
            return Math.min(cloud, inference + quality);
        }
        double load = loadSeconds(service, kept.variant()) * (kept.isHosted() ? WAKE : 1);
        return charging.chargesRequests() ? Math.min(cloud, load + inference + quality) : cloud;
    }

    private static double loadSeconds(Service service, int variant) {
        return service.preloadNanos() / NANO * StrictMath.pow(SMALLER, variant);
    }

    private static double moveSeconds(Service service, Kept from, Kept to) {
        if (to.residency() == Residency.ABSENT || from.equals(to)) {
            return 0;
        }
        boolean isThere = from.residency() != Residency.ABSENT && from.variant() == to.variant();
        double transfer = isThere ? 0 : service.transferNanos() / NANO * StrictMath.pow(SMALLER, to.variant());
        double load = loadSeconds(service, to.variant());
        if (to.isHosted()) {
            return transfer + (isThere && from.residency() == Residency.LOADED ? WAKE * load : load);
        }
        boolean isKeptDown = to.residency() != Residency.LOADED || (isThere && from.residency() == Residency.LOADED);
        return transfer + (isKeptDown ? 0 : isThere && from.isHosted() ? WAKE * load : load);
    }
}
