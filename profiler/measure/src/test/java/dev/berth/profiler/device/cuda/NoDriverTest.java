package dev.berth.profiler.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose driver is missing or broken: each needs a JVM that has not loaded the stand-in. */
class NoDriverTest {
    @TempDir
    private Path folder;

    @Test
    void withoutDriverOneLineSaysWhatToDo() throws Exception {
        List<String> lines = openElsewhere("");
        assumeFalse(lines.get(0).startsWith("opened"), "this machine has a real CUDA driver");
        assertEquals(
                List.of(
                        "NO_DEVICE cuda:0: no CUDA driver: libcuda.so.1 not found;"
                                + " install the NVIDIA driver or use --device host",
                        "opened host false",
                        "opened host false",
                        "gpus NotSupported[notSupported=no NVIDIA management library: libnvidia-ml.so.1 not found]"),
                lines);
    }

    @Test
    void brokenDriverIsNotCalledMissing() throws Exception {
        Files.writeString(folder.resolve(CudaDriver.LIBRARY), "not a library");
        List<String> lines = openElsewhere(folder.toString());
        assertTrue(
                lines.get(0).startsWith("NO_DEVICE cuda:0: no CUDA driver: libcuda.so.1 cannot be loaded: "),
                lines.get(0));
        assertEquals(List.of("opened host false", "opened host false"), lines.subList(1, 3));
    }

    /**
     * Others can write in the temporary folder: under the name that JCuda would unpack to, a library may wait there.
     */
    @Test
    void librariesOfTheTemporaryFolderAreNotLoaded() throws Exception {
        StandInDriver.require();
        String name = System.mapLibraryName(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
        Files.copy(Path.of(System.getProperty("java.library.path"), name), folder.resolve(name));
        String standIn = System.getenv("LD_LIBRARY_PATH");
        String planted = "-Djava.io.tmpdir=" + folder;
        assertEquals("opened cuda:0 true", openElsewhere(standIn, planted).get(0));
        String refused = openElsewhere(standIn, planted, "-Djava.library.path=").get(0);
        assertTrue(
                refused.startsWith("FAILED cuda:0: libcuda.so.1 is there, but its binding jcuda cannot be loaded: "),
                refused);
    }

    private static List<String> openElsewhere(String libraryPath, String... jvmArguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.matches("--enable-native-access.*|-Djna\\..*|-Djava\\.library\\.path.*"))
                .forEach(command::add);
        command.addAll(List.of(jvmArguments));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), OpenDevice.class.getName(), "cuda:0", "auto", "host"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", libraryPath);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }
}
