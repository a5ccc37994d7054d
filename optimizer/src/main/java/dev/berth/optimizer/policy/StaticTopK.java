package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import java.util.stream.IntStream;

/**
 * Counts until there were {@value #REQUESTS_PER_MODEL} requests a model on average; with the next slot it loads the
 * most requested models, as many as fit, stores further ones, and never changes anything again.
 */
final class StaticTopK implements Policy.Run {
    static final int REQUESTS_PER_MODEL = 10;

    private final ServerTerms terms;
    private final Berths berths;
    private final long[] counts;
    private long requests;
    private boolean fixed;

    StaticTopK(ServerTerms terms, Berths berths) {
        this.terms = terms;
        this.berths = berths;
        counts = new long[terms.models()];
    }

    @Override
    public void slotBegins(int slot) {
        if (!fixed && requests >= (long) REQUESTS_PER_MODEL * counts.length) {
            fixed = true;
            fix();
        }
    }

    private void fix() {
        int[] byCount = IntStream.range(0, counts.length)
                .boxed()
                .sorted((one, other) -> Long.compare(counts[other], counts[one]))
                .mapToInt(Integer::intValue)
                .toArray();
        Residency[] wanted = chosen(byCount);
        // What goes down makes the room for what goes up.
        for (int model : byCount) {
            if (wanted[model].compareTo(berths.at(model)) < 0) {
                keep(model, wanted[model]);
            }
        }
        for (int model : byCount) {
            keep(model, wanted[model]);
        }
    }

    private void keep(int model, Residency residency) {
        if (berths.allowed(model, residency)) {
            berths.keep(model, residency);
        }
    }

    private Residency[] chosen(int[] byCount) {
        Berths planned = Berths.lowest(terms);
        Residency[] wanted = new Residency[counts.length];
        for (int model : byCount) {
            wanted[model] = planned.at(model);
        }
        for (Residency level : new Residency[] {Residency.LOADED, Residency.HOSTED, Residency.STORED}) {
            for (int model : byCount) {
                boolean useful = level.compareTo(terms.highestUseful(model)) <= 0
                        && (level == Residency.LOADED || terms.charging().chargesRequests())
                        && (level != Residency.HOSTED || terms.isHostable(model));
                if (counts[model] > 0 && useful && wanted[model].compareTo(level) < 0 && planned.fits(model, level)) {
                    planned.keep(model, level);
                    wanted[model] = level;
                }
            }
        }
        return wanted;
    }

    @Override
    public void requested(int model, long arrivalNanos) {
        counts[model]++;
        requests++;
    }
}
