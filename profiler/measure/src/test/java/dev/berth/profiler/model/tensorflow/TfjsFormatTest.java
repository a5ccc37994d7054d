package dev.berth.profiler.model.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests of TF.js: which bytes of which shards a weight takes, and what is refused. */
class TfjsFormatTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"float16, 2", "uint16, 2", "uint8, 1"})
    void aQuantizedWeightTakesWhatIsStored(String type, int bytes) throws Exception {
        shard("g.bin", 10 * bytes);
        Part part = read(group(
                List.of("g.bin"),
                "{\"name\":\"w\",\"shape\":[10],\"dtype\":\"float32\",\"quantization\":{\"dtype\":\"" + type
                        + "\",\"scale\":0.1,\"min\":-1,\"original_dtype\":\"float32\"}}"));

        assertEquals(10, part.tensors().get(0).elements());
        assertEquals(List.of("g.bin 0+" + 10 * bytes), places(part.tensors().get(0)));
    }

    /** A hash table's keys: each a length and its bytes, here across two shards. */
    @Test
    void stringsArePassedOver() throws Exception {
        byte[] strings = {2, 0, 0, 0, 'a', 'b', 1, 0, 0, 0, 'c'};
        for (int cut = 0; cut <= strings.length; cut++) {
            Files.write(folder.resolve("a.bin"), java.util.Arrays.copyOf(strings, cut));
            Files.write(
                    folder.resolve("b.bin"),
                    Fixtures.concat(java.util.Arrays.copyOfRange(strings, cut, strings.length), new byte[8]));
            Part part = read(group(
                    List.of("a.bin", "b.bin"), "{\"name\":\"s\",\"shape\":[2],\"dtype\":\"string\"}", weight("w", 2)));

            assertEquals(1, part.tensors().size());
            assertEquals(
                    List.of("b.bin " + (strings.length - cut) + "+8"),
                    places(part.tensors().get(0)));
        }
    }

    @Test
    void stringsThatPassTheShardAreRefused() throws Exception {
        Files.write(folder.resolve("g.bin"), new byte[] {9, 0, 0, 0, 'a'});
        assertRefused(
                group(List.of("g.bin"), "{\"name\":\"s\",\"shape\":[1],\"dtype\":\"string\"}"),
                "a string of 9 bytes, expected at most the 1 that follow");
        assertRefused(
                group(List.of("g.bin"), "{\"name\":\"s\",\"shape\":[9000000000],\"dtype\":\"string\"}"), "weight 's'");
    }

    @Test
    void anEscapedPathIsTheFileItMeans() throws Exception {
        shard("g 1+2.bin", 8);
        assertEquals(
                List.of("g 1+2.bin 0+8"),
                places(read(group(List.of("g%201+2.bin"), weight("w", 2)))
                        .tensors()
                        .get(0)));
        shard("g%201.bin", 8);
        assertEquals(
                List.of("g%201.bin 0+8"),
                places(read(group(List.of("g%201.bin"), weight("w", 2)))
                        .tensors()
                        .get(0)));
        assertRefused(group(List.of("%2e%2e/g.bin"), weight("w", 2)), "it points outside");
        assertRefused(group(List.of("%zz.bin"), weight("w", 2)), "'%zz.bin' is missing");
    }

    @Test
    void anAddressIsToldByName() throws Exception {
        for (String address : List.of("https://x/g.bin", "//x/g.bin", "file:///g.bin", "hdfs://x/g.bin")) {
            assertRefused(group(List.of(address), weight("w", 2)), "'" + address + "', an address, expected a file");
        }
    }

    /** Else forty names of one file would make forty times its weights. */
    @Test
    void aShardTwiceInAGroupIsRefused() throws Exception {
        shard("g.bin", 8);
        assertRefused(group(List.of("g.bin", "g.bin"), weight("w", 4)), "a shard twice in one group");
    }

    @Test
    void groupsThatShareAShardLeadToTheSameBytes() throws Exception {
        shard("g.bin", 8);
        Part part = read(group(List.of("g.bin"), weight("a", 2)) + "," + group(List.of("g.bin"), weight("b", 2)));

        assertEquals(places(part.tensors().get(0)), places(part.tensors().get(1)));
        assertEquals(List.of(folder.resolve("g.bin")), part.weightFiles());
    }

    @Test
    void aShardOfMoreOrLessThanItsWeightsIsRefused() throws Exception {
        shard("g.bin", 8);
        assertRefused(group(List.of("g.bin"), weight("w", 3)), "12 bytes at 0 of its group");
        assertRefused(group(List.of("g.bin"), weight("w", 1)), "4 bytes of weights, expected the 8 bytes");
    }

    /** Told by its outermost keys, however long what they lead to is; never held as a whole. */
    @Test
    void otherJsonIsNotTfjs() throws Exception {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, "{\"a\":{\"weightsManifest\":1,\"format\":2},\"b\":[[[]]]}");
        assertFalse(new TfjsFormat().holds(file));
        Files.writeString(file, "{\"b\":[1,{\"x\":2}],\"weightsManifest\":[],\"format\":\"graph-model\"}");
        assertTrue(new TfjsFormat().holds(file));
        Files.writeString(file, "{\"weightsManifest\":[],\"format\":");
        assertFalse(new TfjsFormat().holds(file));
        Path model = Files.move(file, folder.resolve("model.json"));
        assertTrue(new TfjsFormat().holds(model));
    }

    private void shard(String name, int bytes) throws IOException {
        Files.write(folder.resolve(name), new byte[bytes]);
    }

    private static String weight(String name, int elements) {
        return "{\"name\":\"" + name + "\",\"shape\":[" + elements + "],\"dtype\":\"float32\"}";
    }

    private static String group(List<String> paths, String... weights) {
        String named = paths.stream().map(path -> "\"" + path + "\"").collect(Collectors.joining(","));
        return "{\"paths\":[" + named + "],\"weights\":[" + String.join(",", weights) + "]}";
    }

    private Part read(String groups) throws IOException, ModelFaultException {
        Path file = folder.resolve("model.json");
        Files.writeString(
                file,
                "{\"format\":\"layers-model\",\"modelTopology\":{},\"weightsManifest\":[" + groups + "]}",
                StandardCharsets.UTF_8);
        return TfjsReader.read(file, HeaderSource.FILES);
    }

    private void assertRefused(String groups, String fault) {
        String told =
                assertThrows(ModelFaultException.class, () -> read(groups)).getMessage();
        assertTrue(told.contains(fault), told);
    }

    private static List<String> places(Tensor tensor) {
        return Stream.of(tensor)
                .flatMap(it -> it.extents().stream())
                .map(extent -> extent.file().getFileName() + " " + extent.offset() + "+" + extent.length())
                .toList();
    }
}
