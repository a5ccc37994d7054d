package dev.berth.predict;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Ceiling.Kind;
import dev.berth.dataset.Vocabulary;
import dev.berth.predict.DelayModel.Parts;
import dev.berth.record.Reading;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many times as long parsing and transfer take on another machine than on a dataset's: at first by what both give
 * at most, then drawn to what models took that were measured on the other, each counting by the part's share of its
 * delay.
 *
 * @param parse > 0
 * @param transfer > 0
 * @param margin by what factor intervals grow for it, each way, >= 1
 */
record MachineFactors(double parse, double transfer, double margin) {
    /** What the ceilings count for, in models. */
    private static final double CEILINGS_WEIGHT = 0.25;

    /** Standard deviation of logarithms below which a few models say nothing of each other. */
    private static final double LEAST_DEVIATION = 0.1;

    private static final double ONE_IN_TWENTY = 1.645;

    /**
     * By the ceilings alone.
     *
     * @param from those of the dataset's machine
     * @param to those of the other
     */
    static MachineFactors of(String device, CacheTier tier, List<Ceiling> from, List<Ceiling> to) {
        double processor = ratio(List.of(Kind.MEMCPY), from, to);
        return new MachineFactors(processor, ratio(paths(device, tier), from, to), 1);
    }

    /** What the bytes go through, one after the other. */
    private static List<Kind> paths(String device, CacheTier tier) {
        boolean host = device.equals(Vocabulary.HOST);
        List<Kind> paths = new ArrayList<>();
        if (tier == CacheTier.STORAGE_COLD) {
            paths.add(host ? Kind.DIRECT_READ_INTO_MEMORY : Kind.DIRECT_READ);
        } else {
            paths.add(Kind.MEMCPY);
            paths.add(host ? Kind.FRESH_MEMORY : Kind.PINNED_HOST_TO_DEVICE);
        }
        return paths;
    }

    /** Time of a byte on the other machine over that on the first, by the paths that were measured on both. */
    private static double ratio(List<Kind> paths, List<Ceiling> from, List<Ceiling> to) {
        double before = 0;
        double after = 0;
        for (Kind path : paths) {
            OptionalDouble first = rate(path, from);
            OptionalDouble other = rate(path, to);
            if (first.isPresent() && other.isPresent()) {
                before += 1 / first.getAsDouble();
                after += 1 / other.getAsDouble();
            }
        }
        return before > 0 ? after / before : 1;
    }

    private static OptionalDouble rate(Kind kind, List<Ceiling> ceilings) {
        double[] rates = ceilings.stream()
                .filter(ceiling -> ceiling.kind() == kind)
                .mapToDouble(Ceiling::bytesPerSecond)
                .toArray();
        return rates.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(OrderStatistics.median(rates));
    }

    /** The same after models were measured there; nothing changes without any. */
    MachineFactors drawnTo(List<Sample> measured, DelayModel model) {
        if (measured.isEmpty()) {
            return this;
        }
        double parsed = 0;
        double moved = 0;
        double parsedWeight = CEILINGS_WEIGHT;
        double movedWeight = CEILINGS_WEIGHT;
        for (Sample sample : measured) {
            Parts expected = of(model.parts(sample.work()));
            double moving = sample.total() - sample.parse() + Math.min(sample.parse(), expected.overlap());
            double share = sample.parse() / sample.total();
            if (sample.parse() > 0 && expected.parsing() > 0) {
                parsed += share * StrictMath.log(sample.parse() / expected.parsing());
                parsedWeight += share;
            }
            if (moving > 0 && expected.moving() > 0) {
                moved += (1 - share) * StrictMath.log(moving / expected.moving());
                movedWeight += 1 - share;
            }
        }
        MachineFactors drawn = new MachineFactors(
                parse * StrictMath.exp(parsed / parsedWeight), transfer * StrictMath.exp(moved / movedWeight), 1);
        return new MachineFactors(drawn.parse, drawn.transfer, drawn.marginAfter(measured, model));
    }

    private double marginAfter(List<Sample> measured, DelayModel model) {
        double squares = 0;
        for (Sample sample : measured) {
            double off = StrictMath.log(
                    sample.total() / of(model.parts(sample.work())).nanos());
            squares += off * off;
        }
        double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / measured.size()));
        return StrictMath.exp(ONE_IN_TWENTY * deviation / Math.sqrt(measured.size()));
    }

    /** Median relative error on models that were measured there, each predicted from the others; needs two. */
    Reading<Double> leaveOneOutError(List<Sample> measured, DelayModel model) {
        if (measured.size() < 2) {
            return Reading.notSupported("fewer than two models measured on that machine");
        }
        double[] errors = new double[measured.size()];
        for (int i = 0; i < errors.length; i++) {
            List<Sample> others = new ArrayList<>(measured);
            Sample left = others.remove(i);
            double predicted =
                    drawnTo(others, model).of(model.parts(left.work())).nanos();
            errors[i] = Math.abs(predicted / left.total() - 1);
        }
        return Reading.derived(OrderStatistics.median(errors));
    }

    /** What a delay is made of on the other machine. */
    Parts of(Parts parts) {
        return parts.times(parse, transfer);
    }
}
