package dev.berth.optimizer.report.section;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelRecord;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What keeping each model takes. */
final class StorageAndMemory {
    private StorageAndMemory() {}

    static Block block(Measured measured) {
        return new Block(
                measured.id("storage-and-memory"),
                "Storage and device memory",
                measured.heading(),
                List.of(Part.Drawn.of(chart(measured)), table(measured)));
    }

    static Bars chart(Measured measured) {
        List<Bars.Item> items = new ArrayList<>();
        List<Double> storage = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (ModelProfile profile : measured.bySize()) {
            ModelRecord model = profile.model();
            items.add(new Bars.Item(Words.name(model), Words.name(model), "", Words.isSynthetic(model)));
            storage.add((double) model.storage().apparentBytes());
            memory.add(profile.deviceMemory().stream()
                    .map(StorageAndMemory::taken)
                    .findFirst()
                    .orElse(null));
        }
        boolean known = memory.stream().anyMatch(Objects::nonNull);
        return new Bars(
                measured.id("storage-memory"),
                "Storage and device memory of each model",
                "Bytes that must lie on storage"
                        + (known ? ", and device memory that a loaded model takes. " + runs(measured) : ".") + "",
                measured.made(),
                Unit.BYTES,
                false,
                items,
                Stream.of(
                                new Bars.Part("storage", Colour.STORAGE, storage),
                                new Bars.Part("device memory", Colour.MEMORY, memory))
                        .limit(known ? 2 : 1)
                        .toList(),
                List.of(),
                null,
                List.of());
    }

    private static String runs(Measured measured) {
        return Words.n(measured.dataset().models().stream()
                        .flatMap(model -> model.deviceMemory().stream())
                        .map(memory -> (long) memory.n())
                        .toList())
                + " runs a model behind the memory's medians.";
    }

    /** What was seen to be taken, else what was asked for, else what the headers say. */
    static Double taken(DeviceMemory memory) {
        return memory.allocatedBytes()
                .optional()
                .or(memory.requestedBytes()::optional)
                .or(memory.weightBytes()::optional)
                .map(Long::doubleValue)
                .orElse(null);
    }

    private static Table table(Measured measured) {
        Table table = new Table(
                measured.id("memory-table"),
                "Storage and device memory",
                "Bytes. " + runs(measured) + "",
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("weights", "weights"),
                        Column.text("format", "format"),
                        Column.figure("parameters", "parameters"),
                        Column.figure("storage", "storage_bytes"),
                        Column.figure("on disk", "allocated_on_storage_bytes"),
                        Column.figure("files", "files"),
                        Column.text("device", "device"),
                        Column.figure("weight bytes", "weight_bytes"),
                        Column.figure("asked for", "requested_bytes"),
                        Column.figure("taken", "allocated_bytes"),
                        Column.figure("peak", "peak_bytes"),
                        Column.figure("headers' error", "prediction_error"),
                        Column.figure("n", "n")));
        for (ModelProfile profile : measured.bySize()) {
            ModelRecord model = profile.model();
            for (DeviceMemory memory : profile.deviceMemory()) {
                table.add(
                        Words.name(model),
                        "",
                        List.of(
                                Cell.text(model.name()),
                                Cell.text(model.provenance().label()),
                                Cell.text(model.format()),
                                new Cell(
                                        Figures.decimal((double) model.parameters(), "")
                                                .strip(),
                                        String.valueOf(model.parameters()),
                                        ""),
                                Cell.bytes(model.storage().apparentBytes()),
                                Cell.of(model.storage().allocatedBytes(), Cell::bytes),
                                Cell.count(model.storage().files()),
                                Cell.text(memory.device()),
                                Cell.of(memory.weightBytes(), Cell::bytes),
                                Cell.of(memory.requestedBytes(), Cell::bytes),
                                Cell.of(memory.allocatedBytes(), Cell::bytes),
                                Cell.of(memory.peakBytes(), Cell::bytes),
                                Cell.of(memory.predictionError(), Cell::share),
                                Cell.count(memory.n())));
            }
        }
        return table;
    }
}
