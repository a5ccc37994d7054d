package dev.berth.command;

import dev.berth.kind.Verdict;
import dev.berth.record.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What checking files found, told file by file and, with {@code --json}, as one document at the end. */
final class Validation {
    private final Console console;
    private final List<Checked> files = new ArrayList<>();
    private ExitCode status = ExitCode.OK;

    /**
     * The machine's result.
     *
     * @param faultless whether no file has a fault
     * @param files one entry a file
     */
    record Report(boolean faultless, List<Checked> files) {
        Report {
            files = List.copyOf(files);
        }
    }

    /**
     * One file.
     *
     * @param file as it was named
     * @param faults one line each
     */
    record Checked(String file, List<String> faults) {
        Checked {
            faults = List.copyOf(faults);
        }
    }

    /** No file was checked yet. */
    Validation(Console console) {
        this.console = console;
    }

    /** Tells the faults of a file, one line each; none where it is right. */
    void add(Path file, Verdict verdict) {
        verdict.faults().forEach(console::fault);
        if (verdict.faults().isEmpty()) {
            console.remark(file + ": ok");
        } else if (status != ExitCode.BAD_INPUT) {
            status = verdict.infeasible() ? ExitCode.INFEASIBLE : ExitCode.BAD_INPUT;
        }
        files.add(new Checked(file.toString(), verdict.faults()));
    }

    /** Tells of a file that is none of a kind that is checked. */
    void skip(Path file, String why) {
        console.remark(file + ": " + why + ", skipped");
        files.add(new Checked(file.toString(), List.of()));
    }

    /**
     * Writes the document where one is wanted.
     *
     * @return {@link ExitCode#INFEASIBLE} only where no file has another fault
     */
    ExitCode end() {
        if (console.json()) {
            boolean faultless = files.stream().allMatch(file -> file.faults().isEmpty());
            console.document(Json.pretty(new Report(faultless, files)).stripTrailing());
        }
        return status;
    }
}
