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
        byte[] wanted = chosen(byCount);
        // What goes down makes the room for what goes up.
        for (int model : byCount) {
            berths.keep(
                    model, Residency.of(Math.min(wanted[model], berths.at(model).index())));
        }
        for (int model : byCount) {
            berths.keep(model, Residency.of(wanted[model]));
        }
    }

    private byte[] chosen(int[] byCount) {
        Berths planned = Berths.lowest(terms);
        byte[] wanted = new byte[counts.length];
        for (int model : byCount) {
            wanted[model] = (byte) planned.at(model).index();
        }
        for (Residency level : new Residency[] {Residency.LOADED, Residency.STORED}) {
            for (int model : byCount) {
                boolean useful = level.index() <= terms.highestUseful(model).index()
                        && (level == Residency.LOADED || terms.charging().chargesRequests());
                if (counts[model] > 0 && useful && wanted[model] < level.index() && planned.fits(model, level)) {
                    planned.keep(model, level);
                    wanted[model] = (byte) level.index();
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
