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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
    /** A text that names a CUDA device, or the kind. */
    private static final Pattern NAMES_CUDA = Pattern.compile("\"[^\"\\n]*\\bcuda(:|\\b)[^\"\\n]*\"");

    @Test
    void aKindThatIsAddedIsListedOpenedAndTakenByAuto() {
        List<Integer> opened = new ArrayList<>();
        List<DeviceKind> kinds = new ArrayList<>(Devices.KINDS);
        kinds.add(0, new MadeUp(2, opened));

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

    /** Of a kind that has devices, auto need not want one. */
    @Test
    void autoTakesNoDeviceThatItsKindDoesNotPrefer() {
        List<Integer> opened = new ArrayList<>();
        List<DeviceKind> kinds = List.of(
                new MadeUp(2, opened) {
                    @Override
                    public OptionalInt preferred() {
                        return OptionalInt.empty();
                    }
                },
                new HostKind());
        try (Device device = Devices.open(Devices.AUTO, kinds)) {
            assertEquals(Vocabulary.HOST, device.record().id());
        }
        assertEquals(List.of(), opened);
    }

    /** A kind of which so many devices are there. */
    private static class MadeUp implements DeviceKind {
        private final int count;
        private final List<Integer> opened;

        MadeUp(int count, List<Integer> opened) {
            this.count = count;
            this.opened = opened;
        }

        @Override
        public String name() {
            return "made-up";
        }

        @Override
        public String title() {
            return "made up";
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public Device open(int number) {
            opened.add(number);
            return new HostDevice();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpu, ', for example cuda:0'",
        "'', ', for example cuda:0'",
        "cuda:12345, ', for example cuda:0'",
        "cuda, ; did you mean cuda:0?",
        "cuda:, ; did you mean cuda:0?",
        "cuda:-1, ; did you mean cuda:1?",
        "cuda:x, ; did you mean cuda:0?",
        "cudo:3, ; did you mean cuda:3?",
        "CUDA:1, ; did you mean cuda:1?",
        "openc1:2, ; did you mean opencl:2?",
        "opencl2, ; did you mean opencl:2?",
        "opencl, ; did you mean opencl:0?",
        "HOST, ; did you mean host?",
        "hots, ; did you mean host?",
        "host:0, ', for example cuda:0'",
        "auot, ; did you mean auto?"
    })
    void anUnknownIdIsToldWhatThereIs(String id, String hint) {
        String told =
                assertThrows(BadInputException.class, () -> Devices.open(id)).getMessage();
        assertEquals("--device " + id + ": expected auto, host, cuda:N or opencl:N" + hint, told);
    }

    /**
     * A device is its room, its line among the services, and its kind in the words of the dataset: three places. No
     * other names one.
     */
    @Test
    void aKindOfDeviceIsNamedInThreePlaces() throws IOException {
        Path measure = Path.of("src/main/java/dev/berth/profiler");
        Set<String> places = new TreeSet<>();
        for (Path sources : List.of(measure, Path.of("../dataset/src/main/java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                places.addAll(files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.startsWith(measure.resolve("device/cuda")))
                        .filter(DevicesTest::namesCuda)
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toSet()));
            }
        }
        assertEquals(Set.of("Vocabulary.java"), places);
        List<String> ids = new ArrayList<>();
        for (DeviceKind kind : Devices.KINDS) {
            assertEquals(kind.id(0), Vocabulary.device("device", kind.id(0)));
            ids.add(kind.isNumbered() ? kind.name() + ":N" : kind.name());
        }
        assertEquals(Set.of(Vocabulary.DEVICES.split("\\|")), Set.copyOf(ids));
        assertEquals(Vocabulary.HOST, ids.get(ids.size() - 1), "auto must look at the host last");
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
