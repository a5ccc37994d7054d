package dev.berth.profiler.bundle;

import dev.berth.record.BadOptionException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A kind of machine that a bundle runs on. */
public enum Platform {
    /** PCs and servers of Intel and AMD. */
    X86_64("x86_64", "amd64", "x86-64 Linux", "linux-x86-64", 62),

    /** 64-bit ARM, as Jetson, Grace and boards have it. */
    AARCH64("aarch64", "aarch64", "64-bit ARM Linux", "linux-aarch64", 183);

    private final String label;
    private final String javaName;
    private final String people;
    private final String jnaName;
    private final int elfMachine;

    Platform(String label, String javaName, String people, String jnaName, int elfMachine) {
        this.label = label;
        this.javaName = javaName;
        this.people = people;
        this.jnaName = jnaName;
        this.elfMachine = elfMachine;
    }

    /** As users name it, and as it stands in the archive's name. */
    public String label() {
        return label;
    }

    /** As people call it. */
    public String people() {
        return people;
    }

    /** The machine of ELF files that run on it. */
    int elfMachine() {
        return elfMachine;
    }

    /** Native libraries that Berth calls there, by their names in jars. */
    Pattern nativeLibraries() {
        return Pattern.compile(
                "(com/sun/jna/" + jnaName + "/libjnidispatch|lib/libJCudaDriver-[^/]*-linux-" + label + ")\\.so");
    }

    /** The kind of machine that this is, where it can be packed for. */
    public static Optional<Platform> here() {
        return Arrays.stream(values())
                .filter(platform -> System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals(platform.javaName))
                .findFirst();
    }

    /**
     * By its label.
     *
     * @throws BadOptionException where there is none of that name
     */
    public static Platform of(String label) {
        return Arrays.stream(values())
                .filter(platform -> platform.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new BadOptionException("--arch " + label + ": expected "
                        + Arrays.stream(values()).map(Platform::label).collect(Collectors.joining(" or "))));
    }
}
