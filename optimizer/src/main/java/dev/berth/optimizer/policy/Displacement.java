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

    /** What is still short. */
    private long storage;

    private long memory;
    private long energy;
    private double worthOfLeast;

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
        storage = berths.storageShortBytes(model, to);
        memory = berths.memoryShortBytes(model, to);
        energy = berths.energyShortMillijoules(model, to);
        double dearest = Double.NEGATIVE_INFINITY;
        while (storage > 0 || memory > 0 || energy > 0) {
            int victim = leastWorth(model, lower);
            if (victim < 0 || worthOfLeast > newcomer) {
                Arrays.fill(givesWay, false);
                if (victim >= 0) {
                    worth.stayedOut(newcomer);
                }
                return false;
            }
            givesWay[victim] = true;
            dearest = worthOfLeast;
            Service given = terms.service(victim);
            storage -= given.storageBytes();
            memory -= given.memoryBytes();
            energy -= given.energyMillijoules();
        }
        worth.gaveWay(dearest);
        return true;
    }

    /** Of those that would free some of what is short; of equals the first; negative where there is none. */
    private int leastWorth(int model, Residency lower) {
        int least = -1;
        for (int other = 0; other < givesWay.length; other++) {
            if (other != model && !givesWay[other] && berths.allowed(other, lower) && frees(other)) {
                double worthOfOther = worth.of(other);
                if (least < 0 || worthOfOther < worthOfLeast) {
                    least = other;
                    worthOfLeast = worthOfOther;
                }
            }
        }
        return least;
    }

    private boolean frees(int model) {
        Service service = terms.service(model);
        boolean stored = berths.at(model) != Residency.ABSENT;
        boolean loaded = berths.at(model) == Residency.LOADED;
        return (storage > 0 && stored && service.storageBytes() > 0)
                || (memory > 0 && loaded && service.memoryBytes() > 0)
                || (energy > 0 && loaded && service.energyMillijoules() > 0);
    }
}
