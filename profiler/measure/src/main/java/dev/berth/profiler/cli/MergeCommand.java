package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.profiler.merge.FoundSessions;
import dev.berth.profiler.merge.PlanParts;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shards and machines into datasets. */
@Examples({"berth merge edge --out edge.json # the shards of a run plan, each once"})
@Answers(MergeCommand.Merged.class)
@Command(
        name = "merge",
        header = "shards of run plans, and machines, into datasets",
        description = {
            "Joins the sessions below the folders named: every shard and device of a run plan must be there once,"
                    + " every row whole and in its place.",
            "Leaves one dataset a machine, as 'berth calibrate' would make it."
        },
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    private static final String FILE_END = ".json";
    private static final String DIGEST_BEGIN = "sha256:";
    private static final int DIGITS = 12;

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders with sessions in them or below them. A session that is there several times, copied,"
                    + " counts once.")
    private List<Path> folders;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE|DIR",
            description = "The dataset to write, a name that ends in .json; or the folder for it, and for one a"
                    + " machine where there are several.")
    private Path out;

    /**
     * The machine's result.
     *
     * @param datasets one a machine
     */
    record Merged(List<Written> datasets) {}

    /**
     * A dataset that was written.
     *
     * @param file its place
     * @param machine fingerprint of the machine
     * @param sessions how many it was made from
     */
    record Written(String file, String machine, int sessions) {}

    @Override
    public Integer call() throws IOException {
        List<String> notes = new ArrayList<>();
        List<RawFolder> sessions = RawFolder.readDistinct(
                folders.stream()
                        .flatMap(folder -> FoundSessions.in(folder).stream())
                        .distinct()
                        .toList(),
                notes::add);
        PlanParts.requireWhole(sessions);
        for (RawFolder session : sessions) {
            if (SessionFolder.isUnfinished(session.folder())) {
                notes.add(session.folder() + ": ended before all its runs were made, those that were are counted");
            }
        }
        notes.forEach(console::warning);
        SortedMap<String, List<RawFolder>> byMachine = new TreeMap<>();
        sessions.forEach(session -> byMachine
                .computeIfAbsent(session.session().machine().fingerprint(), machine -> new ArrayList<>())
                .add(session));
        requirePlaceFor(byMachine.size());
        // All of them before the first is written: what is wrong with one leaves no other.
        SortedMap<String, ProfileDataset> datasets = new TreeMap<>();
        byMachine.forEach((machine, ofMachine) -> datasets.put(machine, dataset(ofMachine, notes)));
        List<Written> written = new ArrayList<>();
        for (Map.Entry<String, ProfileDataset> entry : datasets.entrySet()) {
            Path file = file(entry.getKey(), byMachine.size());
            ResultFile.write(file, () -> ProfileDatasets.write(entry.getValue(), file));
            int count = byMachine.get(entry.getKey()).size();
            written.add(new Written(file.toString(), entry.getKey(), count));
            console.result(new ProfileTable(entry.getValue()).lines(tables.page(console)));
            console.trust(entry.getValue());
            console.remark("wrote " + file + ", from " + count + (count == 1 ? " session" : " sessions")
                    + " of machine " + entry.getKey());
        }
        if (console.json()) {
            console.document(Json.pretty(new Merged(written)).stripTrailing());
        }
        return ExitCode.OK.status();
    }

    private static ProfileDataset dataset(List<RawFolder> sessions, List<String> notes) {
        ProfileDataset dataset =
                new Calibrator(Commands.TOOL).calibrate(sessions).withNotes(notes);
        ProfileDatasets.requireReal(dataset, sessions.get(0).folder().toString());
        return dataset;
    }

    private boolean isFile() {
        return out.toString().endsWith(FILE_END) && !Files.isDirectory(out);
    }

    private void requirePlaceFor(int machines) {
        if (machines > 1 && isFile()) {
            throw new BadInputException(out + ": one file for the sessions of " + machines
                    + " machines, expected a folder: a dataset is of one machine; name a folder with --out");
        }
    }

    private Path file(String machine, int machines) {
        if (isFile()) {
            return out;
        }
        String digest = machine.substring(DIGEST_BEGIN.length(), DIGEST_BEGIN.length() + DIGITS);
        return out.resolve(machines == 1 ? SessionFolder.PROFILES_FILE : "profiles-" + digest + FILE_END);
    }
}
