package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.Arrays;

/** Makes room for a model: the models worth least give way, one level down; allocates nothing per call. */
final class Displacement {
    private final ServerTerms terms;
    private final Berths berths;
    private final Worth worth;
    private final boolean[] givesWay;

    Displacement(ServerTerms terms, Berths berths, Worth worth) {
        this.terms = terms;
        this.berths = berths;
        this.worth = worth;
        givesWay = new boolean[terms.models()];
    }

    /**
     * Moves a model one level up, others down where they must and are worth no more than it; changes nothing where that
     * makes too little room.
     */
    void climb(int model, Residency to, double newcomer) {
        Residency lower = Residency.of(to.index() - 1);
        if (chooseVictims(model, to, lower, newcomer)) {
            for (int victim = 0; victim < givesWay.length; victim++) {
                if (givesWay[victim]) {
                    givesWay[victim] = false;
                    berths.keep(victim, lower);
                }
            }
            berths.keep(model, to);
        }
    }

    /** Marks what gives way, the least worth first; marks nothing where the model itself is worth less. */
    private boolean chooseVictims(int model, Residency to, Residency lower, double newcomer) {
        long storage = berths.storageShortBytes(model, to);
        long memory = berths.memoryShortBytes(model, to);
        long energy = berths.energyShortMillijoules(model, to);
        double dearest = Double.NEGATIVE_INFINITY;
        while (storage > 0 || memory > 0 || energy > 0) {
            int victim = -1;
            double least = newcomer;
            for (int other = 0; other < givesWay.length; other++) {
                if (other != model
                        && !givesWay[other]
                        && berths.allowed(other, lower)
                        && frees(other, storage > 0, memory > 0, energy > 0)) {
                    double worthOfOther = worth.of(other);
                    if (worthOfOther < least || (victim < 0 && worthOfOther == least)) {
                        victim = other;
                        least = worthOfOther;
                    }
                }
            }
            if (victim < 0) {
                Arrays.fill(givesWay, false);
                return false;
            }
            givesWay[victim] = true;
            dearest = least;
            Service given = terms.service(victim);
            storage -= given.storageBytes();
            memory -= given.memoryBytes();
            energy -= given.energyMillijoules();
        }
        worth.gaveWay(dearest);
        return true;
    }

    private boolean frees(int model, boolean storage, boolean memory, boolean energy) {
        Service service = terms.service(model);
        boolean stored = berths.at(model) != Residency.ABSENT;
        boolean loaded = berths.at(model) == Residency.LOADED;
        return (storage && stored && service.storageBytes() > 0)
                || (memory && loaded && service.memoryBytes() > 0)
                || (energy && loaded && service.energyMillijoules() > 0);
    }
}
