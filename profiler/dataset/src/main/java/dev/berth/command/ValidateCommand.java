package dev.berth.command;

import dev.berth.kind.FileKind;
import dev.berth.kind.FileKinds;
import dev.berth.kind.Verdict;
import dev.berth.record.BadInputException;
import dev.berth.schema.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate}: lists every fault of every file, whatever their kinds. */
@Examples({
    "berth validate profiles.json scenario.yaml plan.json # every fault of each",
    "berth validate --profiles profiles.json plan.json # was it made from that dataset?"
})
@Answers(Validation.Report.class)
@Command(
        name = "validate",
        header = "datasets, scenarios, plans, simulations, comparisons: every fault",
        description = {
            "Checks files of every kind that Berth reads or writes, or the folders that hold them: datasets and raw runs,"
                    + " scenarios with the files that they take demand from, plans, simulations and comparisons.",
            "What a file is, its content tells, not its name; Berth's own schemas are skipped."
        },
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    private final FileKinds kinds;

    @Mixin
    private Console console;

    @Option(
            names = "--profiles",
            paramLabel = "FILE",
            description =
                    "Dataset the files are for: checks also that scenarios can be planned with it, and that all else"
                            + " was made from it.")
    private Path profiles;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders left by 'berth run'.")
    private List<Path> files;

    /** @param kinds of all modules */
    ValidateCommand(List<FileKind> kinds) {
        this.kinds = new FileKinds(kinds);
    }

    @Override
    public Integer call() {
        Validation validation = new Validation(console);
        for (Path named : files) {
            kinds.in(named).forEach(file -> check(file, validation));
        }
        return validation.end().status();
    }

    private void check(Path file, Validation validation) {
        try {
            Optional<FileKind> kind = kinds.of(file);
            if (kind.isEmpty()) {
                validation.skip(file, "one of Berth's schemas");
            } else {
                validation.add(file, kind.get().check(file, Optional.ofNullable(profiles)));
            }
        } catch (BadInputException e) {
            validation.add(file, Verdict.of(e.faults()));
        }
    }
}
