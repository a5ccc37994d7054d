package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.profiler.bundle.Bundle;
import dev.berth.profiler.bundle.Platform;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Packs Berth for machines without a JDK. */
@Examples({"berth bundle # for machines like this one, without a JDK", "berth bundle --arch aarch64 # for 64-bit ARM"})
@Answers(Bundle.Packed.class)
@Command(
        name = "bundle",
        header = "one archive that runs without a JDK",
        mixinStandardHelpOptions = true,
        description =
                "Packs Berth, its libraries and a Java runtime into one archive for Linux without a JDK: for machines"
                        + " of this kind with the Java that runs this, for 64-bit ARM with Debian's.")
final class BundleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ProfilerConsole console;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Archive to write. Default: berth-VERSION-linux-ARCH.tar.gz in the current folder.")
    private Path out;

    @Option(
            names = "--arch",
            paramLabel = "x86_64|aarch64",
            description =
                    "Kind of machine it is for. Default: this one's. For aarch64 elsewhere Debian's JDK is fetched"
                            + " through apt, a pinned version, its sum checked; where qemu-aarch64 is installed the bundle's"
                            + " self-test is run under it.")
    private String arch;

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "Folder of an unpacked JDK for that kind of machine, with its jmods, to take instead.")
    private Path jdk;

    @Override
    public Integer call() throws IOException {
        Path home = Path.of(System.getProperty("berth.home", ""));
        if (!Files.exists(home.resolve("pom.xml"))) {
            throw new ParameterException(
                    command.commandLine(), "bundle is not in the bundle; it needs the source tree, a JDK and Maven");
        }
        Bundle bundle = new Bundle(home, Commands.VERSION, platform(), Optional.ofNullable(jdk));
        Path archive = out == null ? Path.of(bundle.fileName()) : out;
        if (Files.isDirectory(archive)) {
            throw new BadInputException("--out " + archive + ": is a folder, expected the archive's file name");
        }
        console.remark("packing; takes half a minute, and several more where a JDK is fetched and the bundle tried");
        Bundle.Packed[] packed = new Bundle.Packed[1];
        ResultFile.write(archive, () -> packed[0] = bundle.pack(archive));
        console.result(List.of("%s: %.1f MB, %.1f MB unpacked; %s; needs %s; %s"
                .formatted(
                        packed[0].archive(),
                        packed[0].archiveBytes() / 1e6,
                        packed[0].unpackedBytes() / 1e6,
                        packed[0].java(),
                        String.join(", ", packed[0].needs()),
                        packed[0].started())));
        if (console.json()) {
            console.document(Json.pretty(packed[0]).stripTrailing());
        }
        return ExitCode.OK.status();
    }

    private Platform platform() {
        return arch != null
                ? Platform.of(arch)
                : Platform.here()
                        .orElseThrow(() -> new BadInputException("bundle: this is " + System.getProperty("os.name")
                                + " " + System.getProperty("os.arch") + "; name the kind of machine with --arch"));
    }
}
