package dev.berth.command;

import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What checking files found, told file by file and, with {@code --json}, as one document at the end. Where the launcher
 * has two programs check files of one command line, the first hands its document over to the second.
 */
public final class Validation {
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
    public Validation(Console console) {
        this.console = console;
    }

    /** Tells the faults of a file, one line each; none where it is right. */
    public void add(Path file, List<String> faults) {
        add(file, faults, ExitCode.BAD_INPUT);
    }

    /** Tells of a file that is right but for this: what it asks for cannot be had. */
    public void addInfeasible(Path file, String fault) {
        add(file, List.of(fault), ExitCode.INFEASIBLE);
    }

    private void add(Path file, List<String> faults, ExitCode code) {
        faults.forEach(console::fault);
        if (faults.isEmpty()) {
            console.remark(file + ": ok");
        } else {
            status = status == ExitCode.BAD_INPUT ? status : code;
        }
        files.add(new Checked(file.toString(), faults));
    }

    /**
     * Goes on with the document of another program, whose faults it has told itself; its exit status is not in it.
     *
     * @param document as {@link #handOver} has written it
     */
    public void takeUp(Path document) {
        files.addAll(Json.read(document, Report.class).files());
    }

    /** Writes the document, wanted or not, for another program to go on with; returns as {@link #end} does. */
    public ExitCode handOver(Path document) throws IOException {
        Json.write(document, report());
        return status;
    }

    /**
     * Writes the document where one is wanted.
     *
     * @return {@link ExitCode#INFEASIBLE} only where no file has another fault
     */
    public ExitCode end() {
        if (console.json()) {
            console.document(Json.pretty(report()).stripTrailing());
        }
        return status;
    }

    private Report report() {
        return new Report(files.stream().allMatch(file -> file.faults().isEmpty()), files);
    }
}
