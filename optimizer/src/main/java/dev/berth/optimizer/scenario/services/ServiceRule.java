package dev.berth.optimizer.scenario.services;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a scenario says of one service.
 *
 * @param place file, line and key, for messages
 * @param variants at least one
 * @param qualityFloor settings of less quality are left out, 0 to 1
 * @param steps steps or tokens that it may answer in; empty where they are not chosen
 * @param shares of compute that it may take, each > 0 and <= 1; none where it takes no part of it
 * @param cascade requests that are passed on; empty where none are
 * @param updates new versions; empty where none arrive
 * @param lowest residency it has at least in every slot
 * @param highest residency it has at most in every slot, at least {@code lowest}
 * @param cloudDelayMillis one request served by the cloud, instead of the scenario's
 */
public record ServiceRule(
        String place,
        List<Kept> variants,
        double qualityFloor,
        Optional<Steps> steps,
        List<BigDecimal> shares,
        Optional<Cascade> cascade,
        Optional<Service.Updates> updates,
        Residency lowest,
        Residency highest,
        OptionalDouble cloudDelayMillis) {
    public ServiceRule {
        variants = List.copyOf(variants);
        shares = List.copyOf(shares);
    }

    /**
     * One way of being kept.
     *
     * @param place file, line and key, for messages
     * @param models names in the dataset, each once, at least one; the first answers
     * @param quality of its answers, 0 to 1
     */
    public record Kept(String place, List<String> models, double quality) {
        public Kept {
            models = List.copyOf(models);
        }

        /** What it is called: its models. */
        public String name() {
            return String.join(" + ", models);
        }
    }

    /**
     * Steps or tokens of an answer.
     *
     * @param place file, line and key, for messages
     * @param choices each once, at least one
     * @param stated what they take; empty where the dataset's probe is to say
     */
    public record Steps(String place, List<Choice> choices, Optional<StepMillis> stated) {
        public Steps {
            choices = List.copyOf(choices);
        }
    }

    /**
     * A number of steps.
     *
     * @param steps >= 1
     * @param quality of an answer of so many, 0 to 1
     */
    public record Choice(int steps, double quality) {}

    /**
     * What steps take.
     *
     * @param base milliseconds of a request without any, >= 0
     * @param perStep milliseconds of each, >= 0
     */
    public record StepMillis(double base, double perStep) {}

    /**
     * Requests that are passed on.
     *
     * @param place file, line and key, for messages
     * @param to name of a model; empty for the cloud
     * @param limit on what is passed on to the cloud; empty where there is none
     * @param thresholds at least one, no two alike
     */
    public record Cascade(
            String place, Optional<String> to, Optional<BackhaulLimit> limit, List<Threshold> thresholds) {
        public Cascade {
            thresholds = List.copyOf(thresholds);
        }
    }

    /**
     * What requests that are passed on may take of the backhaul.
     *
     * @param requestBytes of one request, > 0
     * @param bytesPerSecond of all of them in the mean of a slot, >= 0
     */
    public record BackhaulLimit(double requestBytes, double bytesPerSecond) {
        /**
         * Requests of a slot of which a share may be passed on.
         *
         * @return infinite where none is
         */
        public double mostRequests(double share, double slotSeconds) {
            return share == 0 ? Double.POSITIVE_INFINITY : bytesPerSecond * slotSeconds / (share * requestBytes);
        }
    }

    /**
     * A point of the curve of a cascade.
     *
     * @param threshold 0 to 1, for its name
     * @param deferredShare part of the requests that is passed on, 0 to 1
     * @param quality of all answers together, as a part of the variant's, 0 to 1
     */
    public record Threshold(double threshold, double deferredShare, double quality) {}
}
