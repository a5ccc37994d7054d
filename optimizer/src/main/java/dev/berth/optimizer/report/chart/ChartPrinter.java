package dev.berth.optimizer.report.chart;

import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/** Draws charts as SVG by the page's own script, without a browser. */
public final class ChartPrinter implements AutoCloseable {
    /** Pixels. */
    private static final int WIDTH = 960;

    /** What the charting library asks a browser for; nothing here is ever late. */
    private static final String BROWSER =
            "var setTimeout = function () { return 0; }; var clearTimeout = function () {};";

    private static final String DRAW = """
            (function (text) {
              const chart = JSON.parse(text).charts[0];
              const made = BerthCharts.figure(chart, %d);
              const drawing = echarts.init(null, null, {renderer: 'svg', ssr: true, width: %d, height: made.height});
              drawing.setOption(made.option);
              const svg = drawing.renderToSVGString();
              drawing.dispose();
              return svg;
            })
            """.formatted(WIDTH, WIDTH);

    private final Context context;
    private final ScriptableObject scope;
    private final Function draw;

    /**
     * Loads the scripts, interpreted, since some methods are too long to be compiled; takes seconds. To be used and
     * closed by the thread that made it.
     */
    public ChartPrinter() {
        context = Context.enter();
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        evaluate("browser", BROWSER);
        evaluate("echarts", Scripts.echarts());
        evaluate("charts", Scripts.charts());
        draw = (Function) evaluate("draw", DRAW);
    }

    private Object evaluate(String name, String script) {
        return context.evaluateString(scope, script, name, 1, null);
    }

    /** A whole SVG document. */
    public String svg(Chart chart) {
        String data = Chart.json(List.of(chart));
        return Context.toString(draw.call(context, scope, scope, new Object[] {data})) + "\n";
    }

    @Override
    public void close() {
        context.close();
    }
}
