package dev.berth.optimizer.report.section;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.PlanText;
import dev.berth.optimizer.report.page.Part;
import dev.berth.text.Figures;
import dev.berth.text.ShellWords;
import dev.berth.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words that several sections share. */
final class Words {
    private static final int LONGEST_ID = 60;

    private Words() {}

    /** The command behind a document, called as the one that reports of it. */
    static String made(Document document) {
        return VisibleText.of(ShellWords.told(
                document.command() == null
                        ? document.usualCommand() + " (with further options, if any: the file has no command in it)"
                        : document.command()));
    }

    /** The command that makes a document anew where it lies: from here, or, where it was typed there, from there. */
    static String again(Found<? extends Document> found) {
        Document document = found.document();
        String command = document.command() == null ? document.usualCommand() : document.command();
        Path folder = found.file().toAbsolutePath().getParent();
        boolean isFolder = document instanceof FleetFile;
        return VisibleText.of(
                !isDataset(Path.of(document.profiles()), document)
                                && isDataset(folder.resolve(document.profiles()), document)
                        ? "cd " + ShellWords.of(folder) + " && " + ShellWords.calledAnywhere(command) + " "
                                + ShellWords.of(
                                        "--out",
                                        isFolder ? Path.of(".") : found.file().getFileName())
                        : ShellWords.called(command) + " "
                                + ShellWords.of("--out", isFolder ? found.file().getParent() : found.file()));
    }

    /** The command behind tables of studies. */
    static String studied(Path file) {
        Path paper = file.toAbsolutePath().getParent().getParent();
        return VisibleText.of(
                Files.exists(paper.resolve("paper.yaml"))
                        ? ShellWords.told("berth " + ShellWords.of("paper", paper.getFileName()))
                        : ShellWords.told("berth " + ShellWords.of("paper", "DIR", "--out", paper.getFileName())));
    }

    /** What studies are called: by their file, where several folders have some by that too. */
    static String study(Found<?> found, List<? extends Found<?>> all) {
        Path folder = found.file().toAbsolutePath().getParent().getParent();
        String name = found.file().getFileName().toString().replaceFirst("\\.csv$", "");
        return VisibleText.of(
                all.stream()
                                .allMatch(other -> other.file()
                                        .toAbsolutePath()
                                        .getParent()
                                        .getParent()
                                        .equals(folder))
                        ? name
                        : folder.getFileName() + ", " + name);
    }

    /** What is assumed, a note each; of many lines the first ones. */
    static List<Part> assumed(List<String> assumptions) {
        return PlanText.assumed(assumptions).stream()
                .<Part>map(
                        line -> new Part.Note(line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1) + "."))
                .toList();
    }

    private static boolean isDataset(Path file, Document document) {
        return Files.isRegularFile(file) && Origin.fingerprint(file).equals(document.profilesFingerprint());
    }

    /** A name as charts and filters know it. */
    static String name(ModelRecord model) {
        return VisibleText.of(model.name());
    }

    static boolean isSynthetic(ModelRecord model) {
        return model.provenance() == WeightProvenance.SYNTHETIC;
    }

    /**
     * The end of an id, and of the file that a figure is written to.
     *
     * @param names of all that share its beginning
     * @param number which of them
     */
    static String id(String before, List<String> names, int number) {
        List<String> ids = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT)
                        .replaceFirst("\\.[a-z]+$", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", ""))
                .toList();
        String id = ids.get(number);
        boolean isOne = !id.isEmpty() && id.length() <= LONGEST_ID && Collections.frequency(ids, id) == 1;
        return before + (isOne ? id : String.valueOf(number + 1));
    }

    /** {@code 1 model}, {@code 11 models}. */
    static String models(long count) {
        return count + (count == 1 ? " model" : " models");
    }

    /** {@code 1 case}, {@code 4 cases}. */
    static String cases(long count) {
        return count + (count == 1 ? " case" : " cases");
    }

    /** {@code n = 11}, {@code n = 11 to 12}; empty where there is nothing. */
    static String n(Collection<Long> counts) {
        if (counts.isEmpty()) {
            return "n = 0";
        }
        long least = counts.stream().mapToLong(Long::longValue).min().orElseThrow();
        long most = counts.stream().mapToLong(Long::longValue).max().orElseThrow();
        return least == most ? "n = " + least : "n = " + least + " to " + most;
    }

    /** What tells a setting from the others: never more than needed. */
    static String of(PreloadSetting setting, Collection<PreloadSetting> all) {
        StringBuilder words = new StringBuilder();
        if (all.stream().anyMatch(other -> !other.device().equals(setting.device()))) {
            words.append(setting.device()).append(", ");
        }
        words.append(setting.tier().label());
        List<PreloadSetting> alike = all.stream()
                .filter(other -> other.device().equals(setting.device()) && other.tier() == setting.tier())
                .toList();
        if (alike.stream().anyMatch(other -> !other.reader().equals(setting.reader()))) {
            words.append(", ").append(setting.reader());
        }
        if (alike.stream().anyMatch(other -> other.threads() != setting.threads())) {
            words.append(", ").append(setting.threads()).append(" threads");
        }
        if (alike.stream().anyMatch(other -> other.chunkBytes() != setting.chunkBytes())) {
            words.append(", reads of ").append(Figures.bytes(setting.chunkBytes()));
        }
        return words.toString();
    }

    static Double low(Distribution times) {
        return ifBoth(times, times.p50LowNanos().optional());
    }

    static Double high(Distribution times) {
        return ifBoth(times, times.p50HighNanos().optional());
    }

    private static Double ifBoth(Distribution times, Optional<Long> end) {
        return times.p50LowNanos().optional().isPresent()
                        && times.p50HighNanos().optional().isPresent()
                ? Double.valueOf((double) end.orElseThrow())
                : null;
    }

    /** {@code 96 slots of 15 min}. */
    static String slots(PlanFile plan) {
        return plan.slots() + " slots of " + Figures.clock(Duration.ofSeconds(Math.round(plan.slotSeconds())));
    }

    /** Where a model is kept, in words that need no manual. */
    static String place(Residency residency) {
        return switch (residency) {
            case ABSENT -> "not kept";
            case STORED -> "on storage";
            case HOSTED -> "in host memory";
            case LOADED -> "in memory";
        };
    }

    /** A tier in words that read well. */
    static String from(CacheTier tier) {
        return switch (tier) {
            case STORAGE_COLD -> "from cold storage";
            case PAGE_CACHE_WARM -> "from the page cache";
            case PINNED_WARM -> "from pinned memory";
            case DEVICE_RESIDENT -> "when on the device already";
            case UNPROVEN -> "from an unproven place";
        };
    }
}
