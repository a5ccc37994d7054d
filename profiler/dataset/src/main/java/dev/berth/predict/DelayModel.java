package dev.berth.predict;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.PreloadSetting;
import dev.berth.statistics.OrderStatistics;
import dev.berth.statistics.TermFit;
import dev.berth.statistics.TermFit.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The delay of a model in one setting, by what it is made of: delay = parse + transfer - min(parse, transfer, overlap).
 *
 * <p>Parse is opening the files and reading their headers: terms a header byte, a read of headers, a tensor and a file,
 * and a factor for each format that was measured (shrunk towards 1 where few models have it). Transfer is everything
 * else: terms a byte, a file and a tensor, and what a byte costs less in small models or more in those that memory
 * hardly holds. A term stands where it predicts models that were left out better. Overlap is how long weights may
 * stream while headers are parsed; 0 where they do not.
 */
public final class DelayModel {
    /** Fewest models of a setting that terms are fitted on; fewer have their fitted line. */
    public static final int LEAST_MODELS = 8;

    /** Longest overlap that is tried, and how finely. */
    private static final double LONGEST_OVERLAP_NANOS = 4e9;

    private static final double SHORTEST_OVERLAP_NANOS = 1e6;

    /** Parsing takes the whole delay, as far as runs can tell, from this share on. */
    private static final double ALL = 0.95;

    /** In decades of size: over how far the spread of runs is taken from neighbours. */
    private static final double NEIGHBOURHOOD = 0.5;

    /** Parsing shorter than this tells nothing of a format. */
    private static final double LEAST_PARSE_NANOS = 2e5;

    /** Which terms stand for a model left out is chosen without it and every tenth other, neighbours apart in size. */
    private static final int FOLDS = 10;

    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private final List<Sample> samples;
    private final Fit fit;
    /** Of each sample, its delay as predicted by all others. */
    private final double[] leftOut;

    private DelayModel(List<Sample> samples) {
        this.samples = samples;
        fit = Fit.of(samples, terms(samples));
        leftOut = new double[samples.size()];
        for (int fold = 0; fold < Math.min(FOLDS, leftOut.length); fold++) {
            Terms terms = terms(outside(samples, fold));
            for (int i = fold; i < leftOut.length; i += FOLDS) {
                leftOut[i] = Fit.of(without(samples, i), terms)
                        .parts(samples.get(i).work())
                        .nanos();
            }
        }
    }

    /** Which terms are fitted. */
    private record Terms(List<Integer> parse, List<Integer> transfer, double overlap) {}

    /** Fitted coefficients. */
    private record Fit(TermFit parse, Map<String, Double> formats, TermFit transfer, double overlap) {
        static Fit of(List<Sample> samples, Terms terms) {
            TermFit parse = TermFit.over(parseRows(samples), terms.parse());
            return new Fit(
                    parse,
                    formatFactors(samples, parse),
                    TermFit.over(transferRows(samples, terms.overlap()), terms.transfer()),
                    terms.overlap());
        }

        Parts parts(Work work) {
            return new Parts(
                    formats.getOrDefault(work.format(), 1.0) * parse.value(work.parseTerms()),
                    transfer.value(work.transferTerms()),
                    overlap);
        }
    }

    /**
     * What a delay is made of, in nanoseconds.
     *
     * @param parsing opening and parsing
     * @param moving everything else
     * @param overlap how long both may go on beside each other
     */
    record Parts(double parsing, double moving, double overlap) {
        double nanos() {
            return parsing + moving - Math.min(overlap, Math.min(parsing, moving));
        }

        /** The same where both take so many times as long. */
        Parts times(double parsingFactor, double movingFactor) {
            return new Parts(parsing * parsingFactor, moving * movingFactor, overlap);
        }
    }

    /** By what factor each format takes longer to parse than its terms say. */
    private static Map<String, Double> formatFactors(List<Sample> samples, TermFit parse) {
        Map<String, List<Double>> logarithms = new TreeMap<>();
        for (Sample sample : samples) {
            double fitted = parse.value(sample.work().parseTerms());
            if (sample.parse() >= LEAST_PARSE_NANOS && fitted > 0) {
                logarithms
                        .computeIfAbsent(sample.work().format(), format -> new ArrayList<>())
                        .add(StrictMath.log(sample.parse() / fitted));
            }
        }
        Map<String, Double> factors = new HashMap<>();
        logarithms.forEach((format, ratios) -> {
            double median = OrderStatistics.median(
                    ratios.stream().mapToDouble(Double::doubleValue).toArray());
            factors.put(format, StrictMath.exp(median * ratios.size() / (ratios.size() + 1.0)));
        });
        return factors;
    }

    private static List<Row> parseRows(List<Sample> samples) {
        return samples.stream()
                .map(sample -> new Row(sample.work().parseTerms(), sample.parse(), sample.total()))
                .toList();
    }

    /** What transfers took, given how much of the parsing they may have gone on beside; unknown where it hid all. */
    private static List<Row> transferRows(List<Sample> samples, double overlap) {
        List<Row> rows = samples.stream()
                .filter(sample -> overlap == 0 || sample.parse() < ALL * sample.total())
                .map(sample -> new Row(
                        sample.work().transferTerms(),
                        sample.total() - sample.parse() + Math.min(sample.parse(), overlap),
                        sample.total()))
                .toList();
        return overlap > 0 && rows.size() < LEAST_MODELS ? transferRows(samples, 0) : rows;
    }

    /**
     * Fits over the models that were measured in one setting.
     *
     * @param models of a dataset
     * @return empty where fewer than {@link #LEAST_MODELS} of them have the setting
     */
    public static Optional<DelayModel> over(List<ModelProfile> models, PreloadSetting setting) {
        List<Sample> samples = Sample.of(models, setting);
        return samples.size() < LEAST_MODELS ? Optional.empty() : Optional.of(new DelayModel(samples));
    }

    private static Terms terms(List<Sample> samples) {
        List<Integer> parse = TermFit.selected(parseRows(samples), Work.PARSE_ALWAYS, Work.PARSE_MAY);
        double overlap = 0;
        double least = error(samples, new Terms(parse, Work.TRANSFER_ALWAYS, 0));
        for (double candidate = SHORTEST_OVERLAP_NANOS; candidate <= LONGEST_OVERLAP_NANOS; candidate *= 2) {
            double error = error(samples, new Terms(parse, Work.TRANSFER_ALWAYS, candidate));
            if (error < least) {
                least = error;
                overlap = candidate;
            }
        }
        List<Integer> transfer =
                TermFit.selected(transferRows(samples, overlap), Work.TRANSFER_ALWAYS, Work.TRANSFER_MAY);
        return new Terms(parse, transfer, overlap);
    }

    private static double error(List<Sample> samples, Terms terms) {
        Fit fit = Fit.of(samples, terms);
        return samples.stream()
                .mapToDouble(sample -> Math.abs(fit.parts(sample.work()).nanos() / sample.total() - 1))
                .average()
                .orElseThrow();
    }

    private static List<Sample> outside(List<Sample> samples, int fold) {
        return IntStream.range(0, samples.size())
                .filter(i -> i % FOLDS != fold)
                .mapToObj(samples::get)
                .toList();
    }

    private static List<Sample> without(List<Sample> samples, int index) {
        List<Sample> others = new ArrayList<>(samples);
        others.remove(index);
        return others;
    }

    /**
     * A predicted delay.
     *
     * @param nanos of the median run
     * @param low of 90 % of runs the shortest, as the runs of models left out were spread around theirs
     * @param high and the longest
     */
    public record Delay(double nanos, double low, double high) {}

    /** Whether a model is smaller than all that were measured, or more than them in anything that is counted. */
    boolean extrapolates(Work work) {
        return work.bytes() < samples.get(0).work().bytes()
                || more(work, Work::bytes)
                || more(work, Work::files)
                || more(work, Work::tensors)
                || more(work, Work::headerBytes);
    }

    private boolean more(Work work, ToLongFunction<Work> count) {
        return samples.stream().allMatch(sample -> count.applyAsLong(sample.work()) < count.applyAsLong(work));
    }

    /** Of a model that was not measured. */
    Delay delay(Work work) {
        return spread(work, fit.parts(work).nanos(), -1);
    }

    /** The same on another machine. */
    Delay delay(Work work, MachineFactors factors) {
        Delay here = spread(work, factors.of(fit.parts(work)).nanos(), -1);
        return new Delay(here.nanos(), here.low() / factors.margin(), here.high() * factors.margin());
    }

    /** What the delay of a model that was not measured is made of. */
    Parts parts(Work work) {
        return fit.parts(work);
    }

    /** What was fitted on, smallest first. */
    List<Sample> samples() {
        return samples;
    }

    /** Runs of models of about the size around their predictions, each model counting alike. */
    private Delay spread(Work work, double nanos, int except) {
        NavigableMap<Double, Double> ratios = new TreeMap<>();
        double sum = 0;
        for (int i = 0; i < leftOut.length; i++) {
            Sample sample = samples.get(i);
            if (i == except) {
                continue;
            }
            double away = StrictMath.log10((1.0 + sample.work().bytes()) / (1.0 + work.bytes())) / NEIGHBOURHOOD;
            double weight = StrictMath.exp(-away * away / 2) + 1e-6;
            sum += weight;
            for (long run : sample.runs()) {
                ratios.merge(run / leftOut[i], weight / sample.runs().size(), Double::sum);
            }
        }
        return new Delay(
                nanos,
                Math.min(nanos, nanos * quantile(ratios, LOW * sum)),
                Math.max(nanos, nanos * quantile(ratios, HIGH * sum)));
    }

    private static double quantile(NavigableMap<Double, Double> weights, double below) {
        double sum = 0;
        for (Map.Entry<Double, Double> entry : weights.entrySet()) {
            sum += entry.getValue();
            if (sum >= below) {
                return entry.getKey();
            }
        }
        return weights.lastKey();
    }

    /**
     * How a model was predicted by the others.
     *
     * @param model its name
     * @param bytes of its weights
     * @param delay as the others predict it; of a line without an interval, both ends of which are then the delay
     * @param measuredNanos its median
     * @param runs that were measured
     * @param within of these, those inside the interval
     */
    public record LeftOut(String model, long bytes, Delay delay, double measuredNanos, int runs, int within) {
        /** |predicted - measured| / measured. */
        public double error() {
            return Math.abs(delay.nanos() / measuredNanos - 1);
        }
    }

    /** Each model as the others predict it, smallest first. */
    public List<LeftOut> leftOut() {
        return IntStream.range(0, leftOut.length)
                .mapToObj(i -> {
                    Sample sample = samples.get(i);
                    Delay delay = spread(sample.work(), leftOut[i], i);
                    int within = (int) sample.runs().stream()
                            .filter(run -> run >= delay.low() && run <= delay.high())
                            .count();
                    return new LeftOut(
                            sample.model(),
                            sample.work().bytes(),
                            delay,
                            sample.total(),
                            sample.runs().size(),
                            within);
                })
                .toList();
    }
}
