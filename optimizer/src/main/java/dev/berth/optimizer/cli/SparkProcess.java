package dev.berth.optimizer.cli;

import dev.berth.command.ChildProcess;
import dev.berth.command.Console;
import dev.berth.record.BadInputException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same command in a process of its own, with Apache Spark on its class path. The module that brings it is built on
 * first use and after the sources changed; Maven fetches the jars.
 */
final class SparkProcess {
    private static final Duration PATIENCE = Duration.ofDays(30);
    private static final String BUILT = "built";

    private final Console console;
    private final Path home = Path.of(System.getProperty("berth.home", ""));
    private final Path jars = home.resolve(Path.of("optimizer", "spark", "target", "jars"));

    SparkProcess(Console console) {
        this.console = console;
    }

    /**
     * Runs it.
     *
     * @param out what {@code --out} names
     * @return its exit status
     * @throws BadInputException where Spark cannot be had
     */
    int run(Path out) throws IOException {
        if (!isBuilt()) {
            build();
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(List.of("-cp", jars + "/*", "dev.berth.command.Main"));
        console.words("--out").forEach(word -> words.add(String.valueOf(word)));
        words.addAll(List.of("--out", out.toString()));
        if (console.json()) {
            words.add("--json");
        }
        if (console.quiet()) {
            words.add("--quiet");
        }
        if (console.verbose()) {
            words.add("--verbose");
        }
        return await(new ProcessBuilder(words).inheritIO().start());
    }

    private boolean isBuilt() throws IOException {
        Path built = jars.resolve(BUILT);
        if (!Files.exists(built)) {
            return false;
        }
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(part);
            if (Files.isRegularFile(jar)
                    && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(built)) > 0) {
                return false;
            }
        }
        return true;
    }

    private void build() throws IOException {
        if (!Files.exists(home.resolve(Path.of("optimizer", "spark", "pom.xml")))) {
            throw new BadInputException("--master: Apache Spark is not in this archive, expected the source tree, whose"
                    + " module optimizer/spark brings it; use --master threads");
        }
        console.remark("fetching Apache Spark with mvn (about 150 jars, 230 MB, once) and building optimizer/spark");
        Path log = home.resolve(Path.of("optimizer", "spark", "target", "build.log"));
        Files.createDirectories(log.getParent());
        int status = await(
                new ProcessBuilder("mvn", "-B", "-ntp", "-Plaunch,spark", "-pl", "optimizer/spark", "-am", "package")
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        if (status != 0) {
            throw new BadInputException("--master: Apache Spark cannot be had, mvn ended with " + status + "; see "
                    + log + ", or use --master threads");
        }
        Files.writeString(jars.resolve(BUILT), "");
    }

    private static int await(Process process) {
        try {
            return ChildProcess.await(process, PATIENCE).orElse(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
