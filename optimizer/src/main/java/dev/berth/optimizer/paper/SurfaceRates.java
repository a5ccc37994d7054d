package dev.berth.optimizer.paper;

import dev.berth.optimizer.network.Access;
import dev.berth.optimizer.network.Surface;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rates between users and a server over the elements of the surface between them, aligned and at random. */
record SurfaceRates(List<Line> lines) {
    private static final String HEAD = "elements,phases,upload_bytes_per_second,download_bytes_per_second,access_nanos";
    private static final int MOST_ELEMENTS = 1024;

    /** Of random phases, where the scenario aligns them. */
    private static final long SEED = 1;

    /** Rates with so many elements. */
    record Line(int elements, String phases, double uploadBytesPerSecond, double downloadBytesPerSecond, long nanos) {}

    SurfaceRates {
        lines = List.copyOf(lines);
    }

    /** @param access over a channel with a surface */
    static SurfaceRates of(Access access) {
        Surface surface = access.channel().surface().orElseThrow();
        OptionalLong seed = OptionalLong.of(surface.seed().orElse(SEED));
        List<Line> lines = new ArrayList<>();
        for (int elements = 1; elements <= MOST_ELEMENTS; elements *= 2) {
            lines.add(line(access, elements, "aligned", OptionalLong.empty()));
            lines.add(line(access, elements, "random", seed));
        }
        return new SurfaceRates(lines);
    }

    private static Line line(Access access, int elements, String phases, OptionalLong seed) {
        Access with = access.with(access.channel().withSurface(elements, seed));
        return new Line(
                elements,
                phases,
                with.channel().bytesPerSecond(with.uploadPowerWatts()),
                with.channel().bytesPerSecond(with.downloadPowerWatts()),
                with.nanos());
    }

    String csv() {
        StringBuilder csv = new StringBuilder(HEAD).append('\n');
        for (Line line : lines) {
            csv.append(String.join(
                            ",",
                            Integer.toString(line.elements()),
                            line.phases(),
                            Figures.plain(line.uploadBytesPerSecond()),
                            Figures.plain(line.downloadBytesPerSecond()),
                            Long.toString(line.nanos())))
                    .append('\n');
        }
        return csv.toString();
    }

    Chart chart(String made) {
        return new Curves(
                "surface-rates",
                "Upload rate over the elements of the surface",
                "By radio alone, nobody else on the channel. Random phases: the mean rate over 1,000 draws.",
                made,
                new Curves.Axis("elements", Unit.NUMBER, true),
                new Curves.Axis("upload rate, a second", Unit.BYTES, false),
                List.of(
                        curve("aligned", Colour.SEVERAL, Curves.Style.LINE),
                        curve("random", Colour.LIMIT, Curves.Style.DASHED)),
                List.of(),
                false,
                null,
                false);
    }

    private Curves.Curve curve(String phases, Colour colour, Curves.Style style) {
        return new Curves.Curve(
                phases,
                colour,
                style,
                "",
                "",
                lines.stream()
                        .filter(line -> line.phases().equals(phases))
                        .map(line -> Curves.Point.of(line.elements(), line.uploadBytesPerSecond()))
                        .toList());
    }
}
