package dev.berth.profile.cli;

import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What checking files found, told file by file and, with {@code --json}, as one document at the end. */
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
    record Report(boolean faultless, List<Checked> files) {}

    /**
     * One file.
     *
     * @param file as it was named
     * @param faults one line each
     */
    record Checked(String file, List<String> faults) {}

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
        files.add(new Checked(file.toString(), List.copyOf(faults)));
    }

    /**
     * Writes the document where one is wanted.
     *
     * @return {@link ExitCode#INFEASIBLE} only where no file has another fault
     */
    public ExitCode end() {
        if (console.json()) {
            console.document(
                    Json.pretty(new Report(status == ExitCode.OK, files)).stripTrailing());
        }
        return status;
    }
}
