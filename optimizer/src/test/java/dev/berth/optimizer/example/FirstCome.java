package dev.berth.optimizer.example;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Residency;

/** Keeps what is asked for first as long as there is room, and never lets go. */
public final class FirstCome implements Policy {
    @Override
    public String name() {
        return "first-come";
    }

    @Override
    public String description() {
        return "keeps what is asked for first as long as there is room, and never lets go";
    }

    @Override
    public Run start(ServerTerms terms, Berths berths, long seed) {
        return new Run() {
            @Override
            public void slotBegins(int slot) {
                // What was kept stays.
            }

            @Override
            public void requested(int model, long arrivalNanos) {
                Residency wanted = terms.highestUseful(model);
                if (wanted.index() > berths.at(model).index() && berths.fits(model, wanted)) {
                    berths.keep(model, wanted);
                }
            }
        };
    }
}
