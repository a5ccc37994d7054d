package dev.berth.profiler.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Vocabulary;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DevicesTest {
    /** A text that names a CUDA device, or the kind. */
    private static final Pattern NAMES_CUDA = Pattern.compile("\"[^\"\\n]*\\bcuda(:|\\b)[^\"\\n]*\"");

    @Test
    void aKindThatIsAddedIsListedOpenedAndTakenByAuto() {
        List<Integer> opened = new ArrayList<>();
        List<Devices.Kind> kinds = new ArrayList<>(Devices.KINDS);
        kinds.add(0, new Devices.Kind("made-up", true, () -> 2, number -> {
            opened.add(number);
            return new HostDevice();
        }));

        assertTrue(Devices.list(kinds).containsAll(List.of("host", "made-up:0", "made-up:1")));
        assertEquals("host", Devices.list(kinds).get(0));
        Devices.open("made-up:1", kinds).close();
        Devices.open(Devices.AUTO, kinds).close();
        assertEquals(List.of(1, 0), opened);
        try (Device host = Devices.open("host", kinds)) {
            assertInstanceOf(HostDevice.class, host);
        }
        for (String wrong : List.of("made-up", "made-up:", "made-up:12345", "host:0", "")) {
            assertThrows(BadInputException.class, () -> Devices.open(wrong, kinds));
        }
    }

    @Test
    void anUnknownIdIsToldWhatThereIs() {
        String told =
                assertThrows(BadInputException.class, () -> Devices.open("gpu")).getMessage();
        assertEquals("--device gpu: expected auto, host or cuda:N, for example cuda:0", told);
    }

    /**
     * A device is its class and its line in {@link Devices}, its id in the words of the dataset, and its own check in
     * the self-test: four places. No other names one.
     */
    @Test
    void aKindOfDeviceIsNamedInFourPlaces() {
        Path measure = Path.of("src/main/java/dev/berth/profiler");
        Set<String> places = new TreeSet<>();
        for (Path sources : List.of(measure, Path.of("../dataset/src/main/java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                places.addAll(files.filter(file -> file.toString().endsWith(".java"))
                        .filter(DevicesTest::namesCuda)
                        .map(file -> file.getFileName().toString())
                        // The class and what only it calls.
                        .map(name -> name.startsWith("Cuda") ? "CudaDevice.java" : name)
                        .collect(Collectors.toSet()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertEquals(Set.of("CudaDevice.java", "Devices.java", "Vocabulary.java", "SelfTest.java"), places);
        for (Devices.Kind kind : Devices.KINDS) {
            assertEquals(kind.id(0), Vocabulary.device("device", kind.id(0)));
            assertTrue(List.of(Devices.IDS.split("\\|")).contains(kind.numbered() ? kind.name() + ":N" : kind.name()));
        }
    }

    private static boolean namesCuda(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("*") && !line.startsWith("/"))
                    // What people read of a device is no place that a new one must change.
                    .filter(line -> !line.contains("description") && !line.startsWith("\"then measures"))
                    .anyMatch(line -> NAMES_CUDA.matcher(line).find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
