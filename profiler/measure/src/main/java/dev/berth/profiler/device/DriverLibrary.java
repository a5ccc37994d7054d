package dev.berth.profiler.device;

/** Says why a driver's library is not there. */
public final class DriverLibrary {
    private DriverLibrary() {}

    /**
     * JNA strings together what each of its attempts ran into; only an attempt that found a file tells more.
     *
     * @param library file name of the library
     * @return one line: {@code NAME not found}, or why the file that was found cannot be loaded
     */
    public static String whyMissing(String library, UnsatisfiedLinkError e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("Unable to load library")
                        && !line.contains("No such file")
                        && !line.contains("not found in resource path"))
                .findFirst()
                .map(line -> library + " cannot be loaded: " + line)
                .orElse(library + " not found");
    }
}
