package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layouts of repositories and tools, of which {@code layouts.txt} says file by file what the loader reads. Every file
 * of weights holds another number of parameters, so that their sum tells which were taken.
 */
class HubLayoutsTest {
    private static final String TRANSFORMERS = "{\"model_type\":\"x\"}";
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}(\\..+)");
    private static final long FIXTURE_PARAMETERS = 10;

    @TempDir
    private Path folder;

    /**
     * A line of a layout.
     *
     * @param models digits of the models that need the file; {@code -} for none
     * @param path relative to the folder
     * @param text what it holds, or where the link leads; empty for what such a file usually holds
     * @param link whether it is a link
     */
    private record Entry(String models, String path, String text, boolean link) {
        String extension() {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        boolean weights() {
            return !link
                    && text.isEmpty()
                    && List.of("safetensors", "bin", "pt", "pth", "ckpt", "gguf", "onnx")
                            .contains(extension());
        }
    }

    /**
     * A layout.
     *
     * @param title the tool, and its loader's rule
     * @param entries its files
     * @param names of models by their digit, where they are told
     * @param faults parts of the lines that are told, in any order
     */
    private record Layout(String title, List<Entry> entries, Map<String, String> names, List<String> faults) {
        @Override
        public String toString() {
            return title;
        }
    }

    /** What a model should add up to. */
    private static final class Sum {
        private long parameters;
        private int files;
    }

    static Stream<Layout> layouts() throws IOException {
        List<Layout> layouts = new ArrayList<>();
        try (InputStream text = HubLayoutsTest.class.getResourceAsStream("layouts.txt")) {
            for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList()) {
                if (line.startsWith("== ")) {
                    layouts.add(
                            new Layout(line.substring(3), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>()));
                } else {
                    read(layouts.get(layouts.size() - 1), line);
                }
            }
        }
        return layouts.stream();
    }

    private static void read(Layout layout, String line) {
        String[] words = line.strip().split(" ", 3);
        if (words[0].equals("=")) {
            layout.names().put(words[1], words[2]);
        } else if (words[0].equals("!")) {
            layout.faults().add(line.strip().substring(2));
        } else {
            String rest = words.length > 2 ? words[2] : "";
            boolean link = rest.startsWith("-> ");
            layout.entries().add(new Entry(words[0], words[1], rest.replaceFirst("(->|<-) ", ""), link));
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void countsWhatTheLoaderReads(Layout layout) throws IOException {
        Map<String, Sum> right = write(layout);

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        List<String> faults = scan.faults().stream().map(ModelFault::message).toList();
        assertEquals(
                right.values().stream()
                        .map(sum -> sum.parameters + " parameters, " + sum.files + " files")
                        .sorted()
                        .collect(Collectors.joining("\n")),
                scan.models().stream()
                        .map(model -> model.record().parameters() + " parameters, "
                                + model.record().storage().files() + " files")
                        .sorted()
                        .collect(Collectors.joining("\n")),
                () -> scan.models().stream().map(model -> model.record().name()).toList() + " " + faults);
        layout.names()
                .forEach((digit, name) -> assertEquals(
                        List.of(name),
                        scan.models().stream()
                                .map(Model::record)
                                .filter(record -> record.parameters() == right.get(digit).parameters)
                                .map(record -> record.name()
                                        .replace(folder.getFileName().toString(), "ROOT"))
                                .toList()));
        assertEquals(layout.faults().size(), faults.size(), faults::toString);
        layout.faults()
                .forEach(part -> assertTrue(
                        faults.stream().anyMatch(fault -> fault.contains(part)), () -> part + ": " + faults));
    }

    private Map<String, Sum> write(Layout layout) throws IOException {
        Map<String, Sum> sums = new TreeMap<>();
        Map<Path, Long> written = new HashMap<>();
        int number = 0;
        for (Entry entry : layout.entries()) {
            long parameters = entry.weights() ? 1L << number : 0;
            int files = 1;
            Path path = folder.resolve(entry.path());
            Files.createDirectories(path.getParent());
            if (entry.link()) {
                Files.createSymbolicLink(path, Path.of(entry.text()));
                parameters =
                        written.getOrDefault(path.resolveSibling(entry.text()).normalize(), 0L);
            } else if (entry.text().startsWith("FIXTURE ")) {
                Fixtures.Kind.valueOf(entry.text().substring("FIXTURE ".length()))
                        .write(Files.createDirectories(path));
                parameters = FIXTURE_PARAMETERS;
                try (Stream<Path> all = Files.walk(path)) {
                    files = (int) all.filter(Files::isRegularFile).count();
                }
            } else if (entry.weights()) {
                Files.write(path, weights(entry.extension(), number));
                written.put(path, parameters);
                number++;
            } else {
                Files.writeString(path, text(layout, entry));
            }
            for (char model : entry.models().replace("-", "").toCharArray()) {
                Sum sum = sums.computeIfAbsent(String.valueOf(model), key -> new Sum());
                sum.parameters += parameters;
                sum.files += files;
            }
        }
        return sums;
    }

    private static String text(Layout layout, Entry entry) {
        if (!entry.text().isEmpty()) {
            return entry.text();
        }
        if (!entry.path().endsWith(".index.json")) {
            return entry.path().endsWith("config.json") ? TRANSFORMERS : "text";
        }
        return "{\"weight_map\":{" + map(layout, entry.path().replace(".index.json", "")) + "}}";
    }

    /** Tensors of the shards that stand before it in the layout. */
    private static String map(Layout layout, String whole) {
        List<Entry> weights = layout.entries().stream().filter(Entry::weights).toList();
        List<String> map = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            String path = weights.get(i).path();
            Matcher shard = SHARD.matcher(path);
            if (path.equals(whole) || (shard.matches() && whole.equals(shard.group(1) + shard.group(2)))) {
                map.add("\"t" + i + "\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\"");
            }
        }
        return String.join(",", map);
    }

    /** A file of one tensor. */
    private static byte[] weights(String extension, int number) throws IOException {
        int elements = 1 << number;
        String name = "t" + number;
        byte[] data = new byte[4 * elements];
        return switch (extension) {
            case "safetensors" ->
                Fixtures.safetensors(
                        ("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[" + elements + "],\"data_offsets\":[0,"
                                        + data.length + "]}}")
                                .getBytes(StandardCharsets.UTF_8),
                        data);
            case "gguf" -> Fixtures.gguf(3, List.of(), List.of(Fixtures.ggufTensor(name, 0, 0, elements)), data.length);
            case "onnx" ->
                Fixtures.message()
                        .bytes(
                                7,
                                Fixtures.message()
                                        .bytes(
                                                5,
                                                Fixtures.tensor(name, 1, elements)
                                                        .bytes(9, data)))
                        .array();
            default -> Fixtures.torch(name, data, new int[] {elements}, new int[] {1});
        };
    }
}
