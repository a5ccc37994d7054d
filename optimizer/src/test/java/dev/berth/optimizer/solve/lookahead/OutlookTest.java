package dev.berth.optimizer.solve.lookahead;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import org.junit.jupiter.api.Test;

/** Two rules that never change their mind, worked out on paper in the unit of {@link MeanRuleTest}. */
class OutlookTest {
    private static final double UNIT = 1e9;

    private static final class Always implements SlotRule {
        private final byte residency;

        Always(Residency residency) {
            this.residency = (byte) residency.index();
        }

        @Override
        public void observe(double[] requests) {}

        @Override
        public void decide(int slot, byte[] from, byte[] to) {
            to[0] = residency;
        }

        @Override
        public int windowSlots() {
            return 1;
        }
    }

    /**
     * Absent, ten requests cost 20 a slot. Loaded, they cost 10 after a load of 50, of which half counts as spent: 35
     * and 10. Differences from the other: 15 and -10. Half of the slots have gone, so that it goes on as it did.
     */
    @Test
    void outlayIsExchangeAndWhatWasSpentAndWhatMayBeChance() {
        Problem problem = MeanRuleTest.problem(0, Residency.ABSENT, 10, 10, 10, 10);
        Outlook absent = new Outlook(problem, new Always(Residency.ABSENT), 0);
        Outlook loaded = new Outlook(problem, new Always(Residency.LOADED), 0);
        for (int slot = 0; slot < 2; slot++) {
            absent.advance(slot);
            loaded.advance(slot);
            absent.compareTo(absent);
            loaded.compareTo(absent);
        }

        assertEquals(40 * UNIT, absent.outlay(2, new byte[] {0}, 1), 1);
        assertEquals((50 + 40) * UNIT, absent.outlay(2, new byte[] {2}, 1), 1);
        assertEquals((50 + 45) * UNIT, loaded.outlay(2, new byte[] {0}, 0), 1);
        assertEquals((45 + 2 * Math.sqrt(15 * 15 + 10 * 10)) * UNIT, loaded.outlay(2, new byte[] {2}, 2), 1);
    }

    /** Three of four slots have gone: what it did so far vouches for the last one alone, a third of it. */
    @Test
    void itGoesOnNoLongerThanTheEnd() {
        Problem problem = MeanRuleTest.problem(0, Residency.ABSENT, 10, 10, 10, 10);
        Outlook absent = new Outlook(problem, new Always(Residency.ABSENT), 0);
        for (int slot = 0; slot < 3; slot++) {
            absent.advance(slot);
        }

        assertEquals(20 * UNIT, absent.outlay(3, new byte[] {0}, 0), 1);
    }
}
