package dev.berth.optimizer.report;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.ProfileDataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Preload delay of every model, tier by tier, split into its phases: one bar a model, device and tier. */
final class PreloadFigure {
    private static final int WIDTH = 960;
    private static final int LEFT = 250;
    private static final int RIGHT = 120;
    private static final int TOP = 74;
    private static final int ROW = 20;
    private static final String INK = "#222222";
    private static final String FAINT = "#999999";

    /** Okabe and Ito's colours, which readers with any colour vision can tell apart. */
    private static final Map<PreloadPhase, String> COLOURS = Map.of(
            PreloadPhase.OPEN_PARSE, "#E69F00",
            PreloadPhase.ALLOCATE, "#CC79A7",
            PreloadPhase.STORAGE_READ, "#0072B2",
            PreloadPhase.DEVICE_COPY, "#009E73",
            PreloadPhase.FINALISE, "#D55E00");

    private record Bar(ModelProfile model, Preload preload) {}

    private final List<Bar> bars = new ArrayList<>();
    private final ProfileDataset dataset;

    private PreloadFigure(ProfileDataset dataset) {
        this.dataset = dataset;
        for (ModelProfile model : dataset.models()) {
            // What is on the device already is looked up in microseconds: no bar would show.
            model.preload().stream()
                    .filter(preload -> preload.tier() != CacheTier.DEVICE_RESIDENT)
                    .forEach(preload -> bars.add(new Bar(model, preload)));
        }
        bars.sort(Comparator.comparing((Bar bar) -> bar.preload().device())
                .thenComparing(bar -> bar.preload().tier())
                .thenComparingLong(bar -> bar.preload().bytes())
                .thenComparing(bar -> bar.model().model().name()));
    }

    /**
     * Draws a dataset.
     *
     * @param dataset what was measured
     */
    static Svg of(ProfileDataset dataset) {
        return new PreloadFigure(dataset).draw();
    }

    private Svg draw() {
        int height = TOP + bars.size() * ROW + groups() * ROW + 46;
        Svg svg = new Svg(WIDTH, height, "Preload delay by phase");
        svg.text(16, 24, 16, Svg.Anchor.START, INK, "Preload delay by phase, mean of n runs");
        svg.text(16, 42, 11, Svg.Anchor.START, FAINT, machine());
        legend(svg);
        double longest = bars.stream()
                .mapToDouble(bar -> bar.preload().total().meanNanos())
                .max()
                .orElse(1);
        double step = niceStep(longest);
        double scale = (WIDTH - LEFT - RIGHT) / longest;
        axis(svg, height, step, longest, scale);
        double y = TOP;
        String group = "";
        for (Bar bar : bars) {
            if (!groupOf(bar).equals(group)) {
                group = groupOf(bar);
                svg.text(16, y + 14, 12, Svg.Anchor.START, INK, group);
                y += ROW;
            }
            draw(svg, bar, y, scale);
            y += ROW;
        }
        return svg;
    }

    private void draw(Svg svg, Bar bar, double y, double scale) {
        svg.label(LEFT - 8, y + 14, 11, INK, bar.model().model().shownName(), LEFT - 16);
        double x = LEFT;
        for (PreloadPhase phase : PreloadPhase.values()) {
            Distribution part = bar.preload().phases().get(phase);
            if (part != null) {
                double length = part.meanNanos() * scale;
                svg.rectangle(
                        x,
                        y + 3,
                        length,
                        ROW - 6,
                        COLOURS.get(phase),
                        phase.label() + " " + millis(part.meanNanos()) + " ms");
                x += length;
            }
        }
        Distribution total = bar.preload().total();
        svg.text(x + 5, y + 14, 11, Svg.Anchor.START, INK, millis(total.meanNanos()) + " ms, n=" + total.n());
    }

    private void legend(Svg svg) {
        double x = LEFT;
        for (PreloadPhase phase : PreloadPhase.values()) {
            svg.rectangle(x, 52, 11, 11, COLOURS.get(phase), phase.label());
            svg.text(x + 16, 62, 11, Svg.Anchor.START, INK, phase.label());
            x += 115;
        }
    }

    private void axis(Svg svg, int height, double step, double longest, double scale) {
        int bottom = height - 34;
        for (double tick = 0; tick <= longest; tick += step) {
            svg.line(LEFT + tick * scale, TOP, LEFT + tick * scale, bottom, "#e4e4e4");
            svg.text(LEFT + tick * scale, bottom + 14, 11, Svg.Anchor.MIDDLE, FAINT, millis(tick));
        }
        svg.text(LEFT, bottom + 28, 11, Svg.Anchor.START, FAINT, "milliseconds");
    }

    private String machine() {
        return dataset.machine().cpu().model().optional().orElse("processor not named") + ", "
                + dataset.machine().storage().fileSystem().optional().orElse("file system not named") + " on "
                + dataset.machine().storage().blockDevice().optional().orElse("no block device") + ", "
                + dataset.createdUtc();
    }

    private static String groupOf(Bar bar) {
        Preload preload = bar.preload();
        String where = preload.device() + ", " + preload.tier().label();
        return preload.tier().readsFiles() ? where + ", " + preload.reader() + " reader" : where;
    }

    private int groups() {
        return (int) bars.stream().map(PreloadFigure::groupOf).distinct().count();
    }

    /** A round step of which four to ten fit the axis. */
    private static double niceStep(double longest) {
        double power = Math.pow(10, Math.floor(Math.log10(longest)));
        double lead = longest / power;
        return lead < 2 ? power / 5 : lead < 5 ? power / 2 : power;
    }

    private static String millis(double nanos) {
        double millis = nanos / 1e6;
        return String.format(Locale.ROOT, millis >= 100 ? "%.0f" : millis >= 10 ? "%.1f" : "%.2f", millis);
    }
}
