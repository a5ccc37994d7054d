package dev.berth.optimizer.report.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that draw charts, as the build put them into the jar. */
public final class Scripts {
    private Scripts() {}

    /** Apache ECharts, with its licence in its first lines. */
    public static String echarts() {
        return resource(Scripts.class, "echarts.min.js");
    }

    /** What the first lines of ECharts say of its licence. */
    public static String licence() {
        String library = echarts();
        return library.substring(library.indexOf("/*") + 2, library.indexOf("*/"))
                .strip();
    }

    /** From a chart's data to what ECharts takes. */
    public static String charts() {
        return resource(Scripts.class, "charts.js");
    }

    /** A text that lies beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar, expected the build to put it there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
