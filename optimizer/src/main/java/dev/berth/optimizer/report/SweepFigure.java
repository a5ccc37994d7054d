package dev.berth.optimizer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What every method costs over one swept parameter, as a share of what serving everything from the cloud costs. */
final class SweepFigure {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final int LEFT = 64;
    private static final int RIGHT = 330;
    private static final int TOP = 66;
    private static final int BOTTOM = 52;
    private static final int LABEL_ROW = 15;
    private static final int LABEL_CHARACTERS = 46;
    private static final String INK = "#222222";
    private static final String FAINT = "#999999";
    private static final String GRID = "#e4e4e4";

    /** Values so far apart are drawn on a logarithmic axis. */
    private static final double LOGARITHMIC_FROM = 10;

    /** Lines nowhere further apart are drawn as one, in shares of the cloud's cost. */
    private static final double SAME = 0.002;

    /** Methods dearer than this many times the cloud leave the figure at its top. */
    private static final double MOST = 1.25;

    /** Okabe and Ito's colours without the palest, which readers with any colour vision can tell apart. */
    private static final List<String> COLOURS =
            List.of("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

    /**
     * One method.
     *
     * @param name as users know it
     * @param online whether it is an online policy, which sees the past alone
     * @param shares cost over that of the cloud, one for each swept value
     */
    record Method(String name, boolean online, List<Share> shares) {
        Method {
            shares = List.copyOf(shares);
        }
    }

    /**
     * Cost over that of the cloud.
     *
     * @param mean over the seeds, >= 0
     * @param low lower end of the 95 % interval, the mean where there is none
     * @param high upper end of it
     */
    record Share(double mean, double low, double high) {}

    private record Line(String names, boolean online, List<Share> shares) {}

    private final double[] values;
    private final List<Line> lines;
    private final boolean logarithmic;
    private final double top;

    private SweepFigure(double[] values, List<Method> methods) {
        this.values = values;
        lines = merged(methods);
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        logarithmic = least > 0 && most / least >= LOGARITHMIC_FROM;
        double highest = lines.stream()
                .flatMap(line -> line.shares().stream())
                .mapToDouble(Share::mean)
                .max()
                .orElse(1);
        top = Math.ceil(10 * Math.min(MOST, Math.max(highest, 0.1))) / 10;
    }

    /**
     * Draws a sweep.
     *
     * @param parameter what is swept
     * @param subtitle one line under the title
     * @param values of the parameter, in order, at least two
     * @param methods with a share for each value; at least one
     */
    static Svg of(String parameter, String subtitle, List<Double> values, List<Method> methods) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        return new SweepFigure(x, methods).draw(parameter, subtitle);
    }

    /** Those that coincide share a line, solvers and policies apart. */
    private static List<Line> merged(List<Method> methods) {
        List<Line> lines = new ArrayList<>();
        for (Method method : methods) {
            int same = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).online() == method.online()
                            && coincide(lines.get(i).shares(), method.shares()))
                    .findFirst()
                    .orElse(-1);
            if (same < 0) {
                lines.add(new Line(method.name(), method.online(), method.shares()));
            } else {
                Line line = lines.get(same);
                lines.set(same, new Line(line.names() + ", " + method.name(), line.online(), line.shares()));
            }
        }
        return lines;
    }

    private static boolean coincide(List<Share> a, List<Share> b) {
        return IntStream.range(0, a.size())
                .allMatch(i -> Math.abs(a.get(i).mean() - b.get(i).mean()) <= SAME);
    }

    private Svg draw(String parameter, String subtitle) {
        String title = "Cost over " + parameter + ", as a share of all-cloud";
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(16, 24, 16, Svg.Anchor.START, INK, title);
        svg.text(16, 42, 11, Svg.Anchor.START, FAINT, subtitle);
        axes(svg, parameter);
        double[] x = Arrays.stream(values).map(this::x).toArray();
        int colour = 0;
        List<String> strokes = new ArrayList<>();
        for (Line line : lines) {
            strokes.add(line.online() ? FAINT : COLOURS.get(colour++ % COLOURS.size()));
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double[] y =
                    line.shares().stream().mapToDouble(share -> y(share.mean())).toArray();
            for (int value = 0; value < x.length; value++) {
                Share share = line.shares().get(value);
                svg.line(x[value], y(share.low()), x[value], y(share.high()), strokes.get(i));
            }
            svg.path(x, y, strokes.get(i), line.online(), tooltips(parameter, line));
        }
        labels(svg, x[x.length - 1], strokes);
        return svg;
    }

    private List<String> tooltips(String parameter, Line line) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> line.names() + ": " + interval(line.shares().get(i)) + " at " + parameter + " "
                        + plain(values[i]))
                .toList();
    }

    private void axes(Svg svg, String parameter) {
        int bottom = HEIGHT - BOTTOM;
        for (double share = 0; share <= top + 1e-9; share += 0.1) {
            svg.line(LEFT, y(share), WIDTH - RIGHT, y(share), GRID);
            svg.text(LEFT - 8, y(share) + 4, 11, Svg.Anchor.END, FAINT, Math.round(100 * share) + " %");
        }
        for (double value : values) {
            svg.line(x(value), bottom, x(value), bottom + 4, FAINT);
            svg.text(x(value), bottom + 17, 11, Svg.Anchor.MIDDLE, FAINT, plain(value));
        }
        svg.text(
                LEFT, bottom + 36, 11, Svg.Anchor.START, FAINT, logarithmic ? parameter + " (logarithmic)" : parameter);
    }

    /** At the lines' ends, moved apart where they would lie on each other. */
    private void labels(Svg svg, double end, List<String> strokes) {
        List<Integer> order = IntStream.range(0, lines.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> y(last(i))))
                .toList();
        List<List<String>> labels = order.stream()
                .map(line ->
                        wrapped(percent(last(line)) + "  " + lines.get(line).names()))
                .toList();
        double[] place = new double[order.size()];
        for (int i = 0; i < place.length; i++) {
            double wanted = y(last(order.get(i)));
            place[i] = i == 0 ? wanted : Math.max(wanted, place[i - 1] + rows(labels.get(i - 1)));
        }
        double below = HEIGHT - (double) LABEL_ROW / 2;
        for (int i = place.length - 1; i >= 0; i--) {
            place[i] = Math.min(place[i], below - rows(labels.get(i)));
            below = place[i];
        }
        for (int i = 0; i < place.length; i++) {
            int line = order.get(i);
            svg.line(end + 4, y(last(line)), end + 16, place[i], GRID);
            for (int row = 0; row < labels.get(i).size(); row++) {
                double at = place[i] + 4 + row * (double) LABEL_ROW;
                svg.text(
                        end + 20,
                        at,
                        11,
                        Svg.Anchor.START,
                        strokes.get(line),
                        labels.get(i).get(row));
            }
        }
    }

    private static double rows(List<String> label) {
        return label.size() * (double) LABEL_ROW;
    }

    /** At spaces, so that no row leaves the figure. */
    private static List<String> wrapped(String label) {
        List<String> rows = new ArrayList<>();
        String rest = label;
        while (rest.length() > LABEL_CHARACTERS && rest.lastIndexOf(' ', LABEL_CHARACTERS) > 0) {
            int end = rest.lastIndexOf(' ', LABEL_CHARACTERS);
            rows.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        rows.add(rest);
        return rows;
    }

    private double last(int line) {
        return lines.get(line).shares().get(values.length - 1).mean();
    }

    private double x(double value) {
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        double part = logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private double y(double share) {
        return HEIGHT - BOTTOM - Math.min(Math.max(share, 0), top) / top * (HEIGHT - BOTTOM - TOP);
    }

    private static String interval(Share share) {
        return share.low() < share.high()
                ? percent(share.mean()) + " (" + percent(share.low()) + " to " + percent(share.high()) + ")"
                : percent(share.mean());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
