package dev.berth.profiler.cli;

import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutExport;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what model files hold. */
@Examples({
    "berth models ~/models # what the files hold; nothing is loaded",
    "berth models --layout m.json ~/models/mine # its layout without its weights"
})
@Answers(ModelsCommand.Listing.class)
@Command(
        name = "models",
        header = "what model files hold, without loading them",
        mixinStandardHelpOptions = true,
        description = "What model files hold: components, tensors, parameters, bytes; nothing in them is run.")
final class ModelsCommand implements Callable<Integer> {
    /** Of several models of one name all but the first have a number. */
    private static final Pattern NUMBERED = Pattern.compile(".+#\\d+");

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private ChoiceOptions choice;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Model files or folders; default: the current folder.")
    private List<Path> paths = List.of(Path.of("."));

    @Option(
            names = "--layout",
            paramLabel = "FILE",
            description =
                    "Write the layout of the models of one PATH here: headers, names, types and places of tensors,"
                            + " and none of their weights. 'berth synthesize --layout' makes files of it.")
    private Path layout;

    /**
     * What a scan found, for machines.
     *
     * @param models one a model; what its folder holds else is in its storage
     * @param faults one line each
     * @param leftOut weights that stand beside models and are none
     */
    record Listing(List<ModelRecord> models, List<String> faults, List<LeftOut> leftOut) {}

    @Override
    public Integer call() throws IOException {
        if (layout != null && paths.size() > 1) {
            throw new BadOptionException("--layout is of the models of one PATH, not of " + paths.size());
        }
        ModelCatalog.Scan scan = console.scan(paths, choice.choice());
        Listing listing = new Listing(
                scan.models().stream().map(Model::record).toList(),
                scan.faults().stream().map(fault -> fault.message()).toList(),
                scan.leftOut());
        console.result(table(listing, tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(listing).stripTrailing());
        }
        if (layout != null && !scan.models().isEmpty()) {
            LayoutDocument document = LayoutExport.of(paths.get(0), scan.models());
            ResultFile.write(layout, () -> document.write(layout));
            console.remark("wrote " + layout);
        }
        return (listing.faults().isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT).status();
    }

    private static List<String> table(Listing listing, Page page) {
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.text("format").asDetail(2),
                Column.figure("components").asDetail(7),
                Column.figure("tensors").asDetail(4),
                Column.figure("parameters"),
                Column.figure("weights"),
                Column.figure("on storage"),
                Column.figure("allocated").asDetail(5),
                Column.figure("files").asDetail(3),
                Column.figure("shards").asDetail(6),
                Column.text("types").asDetail(1)));
        for (ModelRecord model : listing.models()) {
            table.add(List.of(
                    model.shownName(),
                    model.format(),
                    String.valueOf(model.components().size()),
                    String.valueOf(model.tensors()),
                    Figures.decimal((double) model.parameters(), "").strip(),
                    Figures.bytes(model.weightBytes()),
                    Figures.bytes(model.storage().apparentBytes()),
                    model.storage()
                            .allocatedBytes()
                            .optional()
                            .map(Figures::bytes)
                            .orElse("–"),
                    String.valueOf(model.storage().files()),
                    String.valueOf(model.storage().shards()),
                    String.join(" ", model.weightBytesByType().keySet())));
        }
        List<String> lines = new ArrayList<>();
        if (listing.models().stream().anyMatch(model -> model.provenance() == WeightProvenance.SYNTHETIC)) {
            lines.add(WeightProvenance.LEGEND);
        }
        for (ModelRecord model : listing.models()) {
            if (NUMBERED.matcher(model.name()).matches()) {
                lines.add(model.name() + ": in " + model.source());
            }
            if (!model.packing().equals(ModelRecord.NOT_PACKED)) {
                lines.add(
                        model.name() + ": " + model.packing() + "; " + model.storedElements() + " elements are stored");
            }
            if (model.storedBytes() != model.weightBytes()) {
                lines.add(model.name() + ": weights coded in the files, where they take "
                        + Figures.bytes(model.storedBytes()));
            }
            tell(lines, model.name() + ": left out: ", model.storage().leftOut());
        }
        tell(lines, "left out: ", listing.leftOut());
        List<String> all = new ArrayList<>(listing.models().isEmpty() ? List.of("no models") : table.lines(page));
        lines.forEach(line -> all.addAll(TextTable.wrapped(line, page.width())));
        return all;
    }

    /** Documents are many and surprise nobody; they are told in the JSON alone. */
    private static void tell(List<String> lines, String before, List<LeftOut> leftOut) {
        for (LeftOut it : leftOut) {
            if (!it.why().equals(LeftOut.DOCUMENT)) {
                lines.add(before + it.name() + " (" + Figures.bytes(it.bytes()) + "): " + it.why());
            }
        }
    }
}
