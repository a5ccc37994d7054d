package dev.berth.optimizer.report;

import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.workload.CsvLines;
import dev.berth.text.VisibleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What the first request of each service waits, part by part, against what later ones do.
 *
 * @param lines one a service, the smallest first
 */
public record ServiceDelays(List<Line> lines) implements StudyFile {
    private static final String HEAD = "model,weights,storage_bytes,memory_bytes,energy_millijoules,download_nanos,"
            + "preload_nanos,inference_nanos,cloud_nanos";

    /**
     * A service.
     *
     * @param weights label of where its weights are from
     */
    public record Line(
            String model,
            String weights,
            long storageBytes,
            long memoryBytes,
            long energyMillijoules,
            long downloadNanos,
            long preloadNanos,
            long inferenceNanos,
            long cloudNanos) {}

    public ServiceDelays {
        lines = List.copyOf(lines);
    }

    /** Of the services of a problem. */
    public static ServiceDelays of(ScenarioProblem problem) {
        return new ServiceDelays(IntStream.range(0, problem.services().size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        index -> problem.services().get(index).storageBytes()))
                .map(index -> line(
                        problem.services().get(index),
                        problem.profiles().get(index).model().provenance()))
                .toList());
    }

    private static Line line(Service service, WeightProvenance weights) {
        return new Line(
                service.name(),
                weights.label(),
                service.storageBytes(),
                service.memoryBytes(),
                service.energyMillijoules(),
                service.transferNanos(),
                service.preloadNanos(),
                service.inferenceNanos(),
                service.cloudNanos());
    }

    /**
     * Reads what {@link #csv} writes.
     *
     * @return empty where a file has other columns
     * @throws dev.berth.record.BadInputException naming the line and cell of the first fault
     */
    public static Optional<ServiceDelays> read(Path file) {
        try (CsvLines csv = new CsvLines(file, MAX_LINE_BYTES)) {
            if (!csv.next() || !StudyFile.has(csv, HEAD)) {
                return Optional.empty();
            }
            int cells = csv.cells();
            List<Line> lines = new ArrayList<>();
            while (csv.next()) {
                if (csv.cells() != cells) {
                    throw csv.fault(0, cells + " cells");
                }
                lines.add(new Line(
                        csv.text(0),
                        csv.text(1),
                        (long) csv.number(2),
                        (long) csv.number(3),
                        (long) csv.number(4),
                        (long) csv.number(5),
                        (long) csv.number(6),
                        (long) csv.number(7),
                        (long) csv.number(8)));
            }
            return Optional.of(new ServiceDelays(lines));
        }
    }

    /** One line a service, under a head. */
    public String csv() {
        StringBuilder csv = new StringBuilder(HEAD).append('\n');
        for (Line line : lines) {
            csv.append(String.join(
                            ",",
                            line.model(),
                            line.weights(),
                            Long.toString(line.storageBytes()),
                            Long.toString(line.memoryBytes()),
                            Long.toString(line.energyMillijoules()),
                            Long.toString(line.downloadNanos()),
                            Long.toString(line.preloadNanos()),
                            Long.toString(line.inferenceNanos()),
                            Long.toString(line.cloudNanos())))
                    .append('\n');
        }
        return csv.toString();
    }

    @Override
    public String id() {
        return "first-and-later";
    }

    @Override
    public String holds() {
        return lines.size() + " services";
    }

    @Override
    public Chart chart(String id, String made) {
        List<Bars.Item> items = new ArrayList<>();
        for (Line line : lines) {
            String name = VisibleText.of(line.model());
            items.add(new Bars.Item(name, name, "", line.weights().equals(WeightProvenance.SYNTHETIC.label())));
        }
        return new Bars(
                id,
                "First request of each service, against later ones",
                "The first waits for download, preload and inference, or for preload and inference where the model is"
                        + " stored; later ones wait for inference. The tick is what the cloud takes. n = "
                        + lines.size()
                        + " services.",
                made,
                Unit.NANOS,
                true,
                items,
                List.of(
                        part("inference: all that later ones wait", Colour.WAITING, Line::inferenceNanos),
                        part("preload", Colour.STORAGE, Line::preloadNanos),
                        part("download", Colour.SWITCHING, Line::downloadNanos)),
                List.of(),
                null,
                List.of(part("cloud", Colour.LIMIT, Line::cloudNanos)));
    }

    private Bars.Part part(String name, Colour colour, ToLongFunction<Line> nanos) {
        return new Bars.Part(
                name,
                colour,
                lines.stream().map(line -> (double) nanos.applyAsLong(line)).toList());
    }

    @Override
    public Table table(String id, String made) {
        Table table = new Table(
                id,
                "What services take, and how long their requests wait",
                "Preload and inference are measured means, or what the scenario says; download and cloud are the"
                        + " scenario's.",
                made,
                List.of(
                        Column.text("model", "model"),
                        Column.text("weights", "weights"),
                        Column.figure("storage", "storage_bytes"),
                        Column.figure("memory", "memory_bytes"),
                        Column.figure("download", "download_nanos"),
                        Column.figure("preload", "preload_nanos"),
                        Column.figure("inference", "inference_nanos"),
                        Column.figure("by the cloud", "cloud_nanos")));
        for (Line line : lines) {
            table.add(
                    VisibleText.of(line.model()),
                    "",
                    List.of(
                            Cell.text(line.model()),
                            Cell.text(line.weights()),
                            Cell.bytes(line.storageBytes()),
                            Cell.bytes(line.memoryBytes()),
                            Cell.nanos(line.downloadNanos()),
                            Cell.nanos(line.preloadNanos()),
                            Cell.nanos(line.inferenceNanos()),
                            Cell.nanos(line.cloudNanos())));
        }
        return table;
    }
}
