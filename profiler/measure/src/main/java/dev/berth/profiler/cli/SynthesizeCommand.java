package dev.berth.profiler.cli;

import dev.berth.command.Amount;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.Nearest;
import dev.berth.command.TableOptions;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.cli.option.KnownNames;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.format.CatalogueLayout;
import dev.berth.profiler.synthesize.format.ModelFormat;
import dev.berth.profiler.synthesize.format.ServiceSet;
import dev.berth.profiler.synthesize.format.WeightType;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutDocument.ModelSummary;
import dev.berth.profiler.synthesize.layout.LayoutExport;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files with exactly a model's layout and made-up weights. */
@Examples({
    "berth synthesize --list # the layouts there are",
    "berth synthesize llama-3-8b --out big # files of that layout, 16 GB",
    "berth synthesize --layout m.json --out copy # of a layout that models wrote"
})
@Answers(
        value = {SynthesizeCommand.Written.class, SynthesizeCommand.Offers.class},
        when = {"", "with `--list`"})
@Command(
        name = "synthesize",
        header = "files of a model's layout, made-up weights",
        mixinStandardHelpOptions = true,
        description =
                "Writes files with exactly a model's layout and made-up weights: of models of the catalogue, of any"
                        + " model on disk, or of a layout that 'berth models --layout' exported. They load, and cost what the"
                        + " model costs; what they generate means nothing.")
final class SynthesizeCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private ChoiceOptions choice;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = KnownNames.OfModel.class,
            description = "Models of the catalogue; --list names them.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name the models of the catalogue, and write nothing.")
    private boolean list;

    @Option(
            names = "--like",
            paramLabel = "PATH",
            description = "The layout of the models on disk here, files under the same names.")
    private Path like;

    @Option(names = "--layout", paramLabel = "FILE", description = "The layout in a file of 'berth models --layout'.")
    private Path layout;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write into; made where it is not there.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "Of catalogue models: safetensors, gguf, torch, onnx, tfjs or savedmodel. Default: safetensors.")
    private ModelFormat format;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description =
                    "Of catalogue models: f32, f16, bf16; in GGUF q8_0, q5_1, q5_0, q4_1, q4_0 too. Default: as published.")
    private WeightType type;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            converter = Amount.OfSize.class,
            description = "Longest weights of a file of catalogue models, for example 5GB. Default: as published.")
    private Long shardBytes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the made-up weights: the same seed gives the same bytes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /**
     * A model of the catalogue, for machines.
     *
     * @param parameters weights, without what is stored beside them
     * @param tensors as the published files hold them
     * @param dtype element type that it is published in
     * @param weightBytes bytes of the tensors in that type
     * @param fileBytes bytes of all files, in safetensors
     * @param formats that it can be written in
     */
    record Offer(
            String name,
            String description,
            long parameters,
            long tensors,
            String dtype,
            long weightBytes,
            long fileBytes,
            List<String> formats) {}

    /** The catalogue, for machines. */
    record Offers(List<Offer> models) {}

    /**
     * What was written, for machines.
     *
     * @param files files of the layout
     * @param presentFiles those that were there as they would be written
     * @param bytes of all files
     * @param writtenBytes written now
     */
    record Written(
            String out,
            long seed,
            List<ModelSummary> models,
            int files,
            int presentFiles,
            long bytes,
            long writtenBytes) {}

    @Override
    public Integer call() throws IOException {
        requireOneSource();
        if (list) {
            tellCatalogue();
            return ExitCode.OK.status();
        }
        LayoutDocument document = document();
        tell(document, console.synthesize(document, out, seed));
        return ExitCode.OK.status();
    }

    private void requireOneSource() {
        long sources = Stream.of(!names.isEmpty(), list, like != null, layout != null)
                .filter(named -> named)
                .count();
        if (sources != 1) {
            throw new BadOptionException((sources == 0 ? "nothing named" : "several named")
                    + ", expected one of: NAME..., --like PATH, --layout FILE, --list");
        }
        if (!list && out == null) {
            throw new BadOptionException("Missing required option: '--out=DIR'");
        }
        if (names.isEmpty() && (format != null || type != null || shardBytes != null)) {
            throw new BadOptionException("--format, --dtype and --shard-size are of catalogue models: "
                    + (list ? "--list takes none" : "a layout has its own"));
        }
    }

    private LayoutDocument document() throws IOException {
        if (layout != null) {
            return LayoutDocument.read(layout);
        }
        return like != null ? exported(like) : ofCatalogue();
    }

    private LayoutDocument exported(Path path) throws IOException {
        ModelCatalog.Scan scan = console.scan(List.of(path), choice.choice());
        if (scan.models().isEmpty()) {
            throw new BadInputException(path + ": no model to take the layout of");
        }
        return LayoutExport.of(path, scan.models());
    }

    private LayoutDocument ofCatalogue() {
        List<LayoutDocument> layouts = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            CatalogueModel model = Catalogue.of(name)
                    .orElseThrow(() -> new BadOptionException("no model '" + name + "' in the catalogue"
                            + Nearest.hint(name, Catalogue.names()) + "; --list names them"));
            layouts.add(CatalogueLayout.of(
                    model,
                    format == null ? ModelFormat.SAFETENSORS : format,
                    Optional.ofNullable(type),
                    Optional.ofNullable(shardBytes)));
        }
        return ServiceSet.joined(layouts);
    }

    private void tell(LayoutDocument document, Synthesis.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        for (ModelSummary model : document.models()) {
            lines.add(model.name() + ": " + model.format() + ", " + model.tensors() + " tensors, "
                    + Figures.bytes(model.weightBytes()) + " of made-up weights");
        }
        lines.add(out + ": " + outcome.files() + " files, " + Figures.bytes(outcome.bytes())
                + (outcome.present() > 0 ? "; " + outcome.present() + " of them were there" : ""));
        console.result(lines);
        if (console.json()) {
            console.document(Json.pretty(new Written(
                            out.toString(),
                            seed,
                            document.models(),
                            outcome.files(),
                            outcome.present(),
                            outcome.bytes(),
                            outcome.writtenBytes()))
                    .stripTrailing());
        }
    }

    private void tellCatalogue() {
        List<Offer> offers =
                Catalogue.all().stream().map(SynthesizeCommand::offer).toList();
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.figure("parameters"),
                Column.figure("tensors").asDetail(2),
                Column.text("type"),
                Column.figure("weights"),
                Column.text("what it is"),
                Column.text("formats").asDetail(1)));
        for (Offer offer : offers) {
            table.add(List.of(
                    offer.name(),
                    Figures.decimal((double) offer.parameters(), "").strip(),
                    String.valueOf(offer.tensors()),
                    offer.dtype(),
                    Figures.bytes(offer.weightBytes()),
                    offer.description(),
                    String.join(" ", offer.formats())));
        }
        console.result(table.lines(tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(new Offers(offers)).stripTrailing());
        }
    }

    private static Offer offer(CatalogueModel model) {
        LayoutDocument published = CatalogueLayout.published(model);
        return new Offer(
                model.name(),
                model.description(),
                model.parameters(),
                model.tensors(),
                WeightType.valueOf(model.type()).label(),
                published.models().get(0).weightBytes(),
                published.bytes(),
                CatalogueLayout.formats(model).stream().map(ModelFormat::label).toList());
    }
}
