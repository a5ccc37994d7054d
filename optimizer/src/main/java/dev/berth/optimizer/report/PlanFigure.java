package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.problem.Residency;
import java.util.List;
import java.util.Map;

/** A plan over time: one row a model, one stretch a residency. */
final class PlanFigure {
    private static final int WIDTH = 960;
    private static final int LEFT = 200;
    private static final int RIGHT = 24;
    private static final int TOP = 74;
    private static final int ROW = 22;
    private static final int TICKS = 8;
    private static final String INK = "#222222";
    private static final String FAINT = "#777777";

    private static final Map<Residency, String> COLOURS = Map.of(
            Residency.ABSENT, "#f0f0f0",
            Residency.STORED, "#E69F00",
            Residency.LOADED, "#0072B2");

    private PlanFigure() {}

    /**
     * Draws a plan.
     *
     * @param subtitle one line under the title
     * @param slots number of slots, > 0
     * @param models their residencies, a row each
     */
    static Svg of(String subtitle, int slots, List<ModelPlan> models) {
        Svg svg = new Svg(WIDTH, TOP + models.size() * ROW + 44, "Which models are stored and loaded, slot by slot");
        svg.text(16, 24, 16, Svg.Anchor.START, INK, "Which models are stored and loaded, slot by slot");
        svg.text(16, 42, 11, Svg.Anchor.START, FAINT, subtitle);
        double x = LEFT;
        for (Residency residency : Residency.values()) {
            String label = residency.name().toLowerCase(java.util.Locale.ROOT);
            svg.rectangle(x, 52, 11, 11, COLOURS.get(residency), label);
            svg.text(x + 16, 62, 11, Svg.Anchor.START, INK, label);
            x += 90;
        }
        double scale = (double) (WIDTH - LEFT - RIGHT) / slots;
        for (int i = 0; i < models.size(); i++) {
            double y = TOP + i * (double) ROW;
            ModelPlan row = models.get(i);
            svg.label(LEFT - 8, y + 15, 11, INK, row.shownName(), LEFT - 16);
            for (ModelPlan.Stretch stretch : row.stretches()) {
                svg.rectangle(
                        LEFT + stretch.fromSlot() * scale,
                        y + 2,
                        stretch.slots() * scale,
                        ROW - 4,
                        COLOURS.get(stretch.residency()),
                        row.shownName() + ": " + stretch.residency() + " from slot " + stretch.fromSlot() + " for "
                                + stretch.slots());
            }
        }
        double bottom = TOP + models.size() * (double) ROW;
        int step = Math.max(1, (slots + TICKS - 1) / TICKS);
        for (int slot = 0; slot <= slots; slot += step) {
            svg.line(LEFT + slot * scale, bottom, LEFT + slot * scale, bottom + 4, FAINT);
            svg.text(LEFT + slot * scale, bottom + 17, 11, Svg.Anchor.MIDDLE, FAINT, String.valueOf(slot));
        }
        svg.text(LEFT, bottom + 33, 11, Svg.Anchor.START, FAINT, "slot");
        return svg;
    }
}
