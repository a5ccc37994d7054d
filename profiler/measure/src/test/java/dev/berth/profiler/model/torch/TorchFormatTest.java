package dev.berth.profiler.model.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of PyTorch: which bytes a tensor takes, what of a file is loaded, and what is refused by name. */
class TorchFormatTest {
    /** Bytes of every storage of these checkpoints. */
    private static final int STORAGE_BYTES = 80;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "uint16, U16, 2",
        "uint32, U32, 4",
        "uint64, U64, 8",
        "complex32, C32, 4",
        "float8_e4m3fn, F8_E4M3, 1",
        "float8_e5m2, F8_E5M2, 1",
        "float8_e4m3fnuz, F8_E4M3FNUZ, 1",
        "float8_e5m2fnuz, F8_E5M2FNUZ, 1",
        "float8_e8m0fnu, F8_E8M0, 1",
        "float32, F32, 4",
    })
    void aThirdVersionTensorHasItsOwnTypeAndCountsItsOffsetInElements(String type, String name, int bytes)
            throws Exception {
        byte[] tensor = call(
                "torch._utils",
                "_rebuild_tensor_v3",
                storage("UntypedStorage", "0", STORAGE_BYTES),
                number(3),
                tuple(number(5)),
                tuple(number(1)),
                FALSE,
                ORDERED,
                Fixtures.global("torch", type));

        Part part = read(zip(dict("w", tensor)));

        assertEquals(name, part.tensors().get(0).type().name());
        assertEquals(5, part.tensors().get(0).elements());
        assertEquals(
                List.of(range(3L * bytes, 5L * bytes)), ranges(part.tensors().get(0)));
    }

    @ParameterizedTest
    @CsvSource({"QUInt8Storage, 1", "QInt8Storage, 1", "QInt32Storage, 4"})
    void aQuantizedTensorTakesWhatItsStorageHolds(String storage, int bytes) throws Exception {
        byte[] tensor = call(
                "torch._utils",
                "_rebuild_qtensor",
                storage(storage, "0", STORAGE_BYTES / bytes),
                number(0),
                tuple(number(10)),
                tuple(number(1)),
                tuple(Fixtures.global("torch", "per_tensor_affine"), number(1), number(0)),
                FALSE,
                ORDERED);

        assertEquals(
                List.of(range(0, 10L * bytes)),
                ranges(read(zip(dict("w", tensor))).tensors().get(0)));
    }

    static Stream<Arguments> views() {
        return Stream.of(
                Arguments.of("transposed", 0, List.of(4L, 5L), List.of(1L, 4L), List.of(range(0, 80))),
                Arguments.of("expanded", 2, List.of(1000L, 1000L), List.of(0L, 0L), List.of(range(8, 4))),
                Arguments.of("columns", 1, List.of(2L, 2L), List.of(4L, 1L), List.of(range(4, 8), range(20, 8))),
                Arguments.of(
                        "every other", 0, List.of(3L), List.of(2L), List.of(range(0, 4), range(8, 4), range(16, 4))),
                Arguments.of("overlapping windows", 0, List.of(4L, 3L), List.of(1L, 1L), List.of(range(0, 24))),
                Arguments.of("a scalar", 7, List.of(), List.of(), List.of(range(28, 4))),
                Arguments.of("nothing", 0, List.of(0L, 9L), List.of(9L, 1L), List.of()));
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewTakesTheBytesItShows(String what, int offset, List<Long> shape, List<Long> strides, List<String> ranges)
            throws Exception {
        Tensor tensor =
                read(zip(dict("w", view(offset, shape, strides)))).tensors().get(0);

        assertEquals(ranges, ranges(tensor), what);
        assertEquals(shape.stream().mapToLong(length -> length).reduce(1, (x, y) -> x * y), tensor.elements());
    }

    static Stream<Arguments> impossible() {
        long huge = 1L << 62;
        return Stream.of(
                Arguments.of(0, List.of(huge), List.of(0L), "fewer than 2^63 bytes"),
                Arguments.of(0, List.of(huge, 4L), List.of(0L, 0L), "fewer than 2^63 elements"),
                Arguments.of(0, List.of(2L, 2L), List.of(huge, huge), "fewer than 2^63 elements"),
                Arguments.of(0, List.of(-1L, -100L), List.of(1L, 1L), "a length or stride -1"),
                Arguments.of(9, List.of(2L), List.of(-1L), "a length or stride -1"),
                Arguments.of(-4, List.of(2L), List.of(1L), "a range inside its storage"),
                Arguments.of(0, List.of(3L), List.of(), "0 strides, expected 1"),
                Arguments.of(0, List.of(21L), List.of(1L), "a range inside its storage of 80 bytes"),
                Arguments.of(20, List.of(1L), List.of(1L), "a range inside its storage of 80 bytes"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void aViewBeyondItsStorageIsRefused(int offset, List<Long> shape, List<Long> strides, String fault)
            throws Exception {
        assertRefused(zip(dict("w", view(offset, shape, strides))), fault);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 24) + 1, 1L << 40})
    void anElementThatIsRepeatedMoreOftenThanAnyModelDoesIsRefused(long length) throws Exception {
        assertRefused(
                zip(dict("w", view(0, List.of(length, 2L), List.of(0L, 0L)))),
                2 * length + " elements out of 1 that are stored, expected each at most 16777216 times");
    }

    @Test
    void aStorageThatClaimsMoreThanTheFileHasIsRefused() throws Exception {
        byte[] tensor = call(
                "torch._utils",
                "_rebuild_tensor_v2",
                storage("FloatStorage", "0", STORAGE_BYTES / 4 + 1),
                number(0),
                tuple(number(1)),
                tuple(number(1)),
                FALSE,
                ORDERED);

        assertRefused(zip(dict("w", tensor)), "a storage of 21 elements of F32, expected at most the 80 bytes");
    }

    @Test
    void tiedTensorsLeadToTheSameBytes() throws Exception {
        Part part = read(zip(dict("a", view(0, List.of(10L), List.of(1L)), "b", view(0, List.of(5L), List.of(1L)))));

        assertEquals(List.of(range(0, 40)), ranges(part.tensors().get(0)));
        assertEquals(List.of(range(0, 20)), ranges(part.tensors().get(1)));
    }

    @Test
    void ofTwoEqualKeysTheLastHolds() throws Exception {
        Part part = read(zip(dict("w", view(0, List.of(10L), List.of(1L)), "w", view(3, List.of(2L), List.of(1L)))));

        assertEquals(1, part.tensors().size());
        assertEquals(List.of(range(12, 8)), ranges(part.tensors().get(0)));
    }

    @Test
    void pairsThatPython2WroteAreADictionary() throws Exception {
        byte[] pairs = Fixtures.concat(
                new byte[] {']', ']'},
                Fixtures.text("w"),
                new byte[] {'a'},
                view(0, List.of(4L), List.of(1L)),
                new byte[] {'a', 'a'});
        byte[] ordered = call("collections", "OrderedDict", pairs);

        assertEquals("w", read(zip(ordered)).tensors().get(0).name());
    }

    @Test
    void stateOfTrainingIsNotLoaded() throws Exception {
        byte[] tensor = view(0, List.of(5L), List.of(1L));
        byte[] other = view(10, List.of(5L), List.of(1L));

        assertLoads(dict("model", dict("w", tensor), "optimizer", dict("exp_avg", other)), "model.w", "optimizer");
        assertLoads(
                dict("state_dict", dict("w", tensor), "optimizer_states", dict("0", other)), "w", "optimizer_states");
        assertLoads(dict("state_dict", dict("model.w", tensor, "model_ema.w", other)), "model.w", "model_ema.*");
        assertLoads(
                dict("network_g", dict("w", tensor), "optimizer_g", dict("0", other)), "network_g.w", "optimizer_g");
        assertLoads(dict("params_ema", dict("w", tensor), "optimizer", dict("0", other)), "params_ema.w", "optimizer");
    }

    @Test
    void ofBasicSrsTwoCopiesTheAveragedOneIsLoaded() throws Exception {
        byte[] tensor = view(0, List.of(5L), List.of(1L));
        byte[] averaged = view(10, List.of(5L), List.of(1L));
        byte[] both = dict("params", dict("w", tensor), "params_ema", dict("w", averaged));

        assertLoads(both, "params_ema.w", "params", "the weights without averaging");
        assertLoads(dict("params", dict("w", tensor)), "params.w", null);
        assertLoads(dict("params_ema", dict("w", averaged)), "params_ema.w", null);
    }

    /** Each of two dictionaries names the other as the state that is loaded. */
    @Test
    void statesThatLeadInACircleEnd() throws Exception {
        byte[] state = Fixtures.text("state_dict");
        byte[] circle = Fixtures.concat(
                new byte[] {'}', 'q', 0}, state, new byte[] {'}', 'q', 1}, state, new byte[] {'h', 0, 's', 's'});

        assertEquals(List.of(), read(zip(circle)).tensors());
    }

    @Test
    void stateOfTrainingAloneIsNoModel() throws Exception {
        byte[] tensor = view(0, List.of(5L), List.of(1L));

        assertRefused(zip(dict("optimizer", dict("w", tensor))), "state of training, no weights, expected a model");
        assertRefused(
                zip(dict("model", dict(), "optimizer_states", dict("0", tensor))), "state of training, no weights");
        assertLoads(dict("optimizer_head.weight", tensor), "optimizer_head.weight", null);
        assertLoads(dict("ema", dict("w", tensor)), "ema.w", null);
    }

    private void assertLoads(byte[] root, String tensor, String beside) throws Exception {
        assertLoads(root, tensor, beside, "state of training");
    }

    private void assertLoads(byte[] root, String tensor, String beside, String why) throws Exception {
        Part part = read(zip(root));
        assertEquals(List.of(tensor), part.tensors().stream().map(Tensor::name).toList());
        assertEquals(
                beside == null ? List.of() : List.of(List.of(beside, 20L, why)),
                part.notLoaded().stream()
                        .map(it -> List.of(it.name(), it.bytes(), it.why()))
                        .toList());
    }

    static Stream<byte[]> programs() {
        byte[] system = Fixtures.global("os", "system");
        byte[] word = Fixtures.text("true");
        byte[] tensorArguments = tuple(number(0));
        byte[] sound = Fixtures.global("torch._utils", "_rebuild_tensor_v2");
        return Stream.of(
                call("os", "system", word),
                Fixtures.concat(system, tuple(word), new byte[] {(byte) 0x81}),
                Fixtures.concat(system, tuple(word), new byte[] {'}', (byte) 0x92}),
                Fixtures.concat(new byte[] {'('}, system, word, new byte[] {'o'}),
                Fixtures.concat(new byte[] {'('}, word, "ios\nsystem\n".getBytes(StandardCharsets.US_ASCII)),
                Fixtures.concat(new byte[] {(byte) 0x82, 1}),
                Fixtures.concat(
                        Fixtures.text("os"),
                        Fixtures.text("system"),
                        new byte[] {(byte) 0x93},
                        tuple(word),
                        new byte[] {'R'}),
                Fixtures.concat(system, new byte[] {'}', 'b'}),
                call(
                        "torch._tensor",
                        "_rebuild_from_type_v2",
                        system,
                        Fixtures.global("torch", "Tensor"),
                        tuple(word),
                        NONE),
                call("torch._tensor", "_rebuild_from_type_v2", sound, system, tensorArguments, NONE),
                call(
                        "torch._tensor",
                        "_rebuild_from_type_v2",
                        Fixtures.global("torch._tensor", "_rebuild_from_type_v2"),
                        Fixtures.global("torch", "Tensor"),
                        tuple(system, Fixtures.global("torch", "Tensor"), tuple(word), NONE),
                        NONE),
                call("torch._utils", "_rebuild_parameter_with_state", call("os", "system", word), FALSE, ORDERED, NONE),
                call("collections", "OrderedDict", call("os", "system", word)),
                call("transformers.training_args", "TrainingArguments"),
                Fixtures.concat(Fixtures.global("argparse", "Namespace"), new byte[] {')', (byte) 0x81, '}', 'b'}),
                call(
                        "numpy.core.multiarray",
                        "_reconstruct",
                        Fixtures.global("numpy", "ndarray"),
                        tuple(number(0)),
                        word));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whateverWouldRunIsRefused(byte[] value) throws Exception {
        assertRefused(zip(dict("w", value)), "would run ");
        assertRefused(zip(dict("a", view(0, List.of(1L), List.of(1L)), "w", value)), "would run ");
    }

    @Test
    void aTensorOfAClassOfTorchIsRead() throws Exception {
        byte[] arguments =
                tuple(storage("FloatStorage", "0", 20), number(0), tuple(number(4)), tuple(number(1)), FALSE, ORDERED);
        byte[] tensor = call(
                "torch._tensor",
                "_rebuild_from_type_v2",
                Fixtures.global("torch._utils", "_rebuild_tensor_v2"),
                Fixtures.global("torch.nn.parameter", "Parameter"),
                arguments,
                new byte[] {'}'});
        byte[] parameter =
                call("torch._utils", "_rebuild_parameter_with_state", tensor, FALSE, ORDERED, new byte[] {'}'});

        assertEquals(
                List.of(range(0, 16)),
                ranges(read(zip(dict("w", parameter))).tensors().get(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "w.npy|a NumPy archive (npz), expected",
                "archive/constants.pkl|TorchScript, a program with its weights",
                "archive/other|no data.pkl, expected",
            })
    void anotherArchiveIsToldByItsName(String entry, String fault) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Fixtures.stored(zip, entry, new byte[] {1});
        }
        assertRefused(bytes.toByteArray(), fault);
    }

    @Test
    void anotherFileIsToldByItsName() throws Exception {
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

        assertRefused(tar, "a tar, as PyTorch wrote before 0.1.10");
        assertRefused("\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1), "HDF5, as Keras writes it");
        assertRefused(new byte[] {(byte) 0x80, 2, '}', '.'}, "no number of torch.save's");
        assertRefused(new byte[] {'P', 'K', 'P', 'K', 'P', 'K'}, "begins with 0x504b504b");
    }

    @Test
    void aCompressedCheckpointIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(Fixtures.torchPickle());
            zip.closeEntry();
        }
        assertRefused(bytes.toByteArray(), "compressed or encrypted, expected stored");
    }

    /** More than 65 535 entries need the directory's 64-bit end, and a comment moves the end. */
    @Test
    void aLargeDirectoryWithACommentIsRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("PK\u0005\u0006 is no end");
            for (int i = 0; i < 66_000; i++) {
                Fixtures.stored(zip, "é/" + i, new byte[0]);
            }
            Fixtures.stored(zip, "é/data.pkl", Fixtures.torchPickle());
            Fixtures.stored(zip, "é/data/0", Fixtures.A);
            Fixtures.stored(zip, "é/data/1", Fixtures.B);
        }
        assertEquals(2, read(bytes.toByteArray()).tensors().size());
    }

    private static final byte[] FALSE = {(byte) 0x89};
    private static final byte[] NONE = {'N'};
    private static final byte[] ORDERED =
            Fixtures.concat(Fixtures.global("collections", "OrderedDict"), new byte[] {')', 'R'});

    private static byte[] view(int offset, List<Long> shape, List<Long> strides) {
        return call(
                "torch._utils",
                "_rebuild_tensor_v2",
                storage("FloatStorage", "0", STORAGE_BYTES / 4),
                number(offset),
                tuple(shape.stream().map(TorchFormatTest::number).toArray(byte[][]::new)),
                tuple(strides.stream().map(TorchFormatTest::number).toArray(byte[][]::new)),
                FALSE,
                ORDERED);
    }

    private static byte[] storage(String type, String key, int count) {
        return Fixtures.concat(
                tuple(
                        Fixtures.text("storage"),
                        Fixtures.global("torch", type),
                        Fixtures.text(key),
                        Fixtures.text("cpu"),
                        number(count)),
                new byte[] {'Q'});
    }

    private static byte[] call(String module, String function, byte[]... arguments) {
        return Fixtures.concat(Fixtures.global(module, function), tuple(arguments), new byte[] {'R'});
    }

    private static byte[] tuple(byte[]... items) {
        return Fixtures.concat(new byte[] {'('}, Fixtures.concat(items), new byte[] {'t'});
    }

    private static byte[] number(long value) {
        return Fixtures.concat(
                new byte[] {(byte) 0x8a, 8},
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    /** Names and values in turn. */
    private static byte[] dict(Object... items) {
        List<byte[]> parts = new ArrayList<>();
        for (Object item : items) {
            parts.add(item instanceof String text ? Fixtures.text(text) : (byte[]) item);
        }
        return Fixtures.concat(new byte[] {'}', '('}, Fixtures.concat(parts.toArray(byte[][]::new)), new byte[] {'u'});
    }

    private static byte[] zip(byte[] root) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Fixtures.stored(
                    zip, "archive/data.pkl", Fixtures.concat(new byte[] {(byte) 0x80, 2}, root, new byte[] {'.'}));
            Fixtures.stored(zip, "archive/data/0", new byte[STORAGE_BYTES]);
        }
        return bytes.toByteArray();
    }

    private Part read(byte[] content) throws IOException, ModelFaultException {
        return TorchReader.read(Files.write(folder.resolve("m.pt"), content), HeaderSource.FILES);
    }

    private void assertRefused(byte[] content, String fault) {
        String told =
                assertThrows(ModelFaultException.class, () -> read(content)).getMessage();
        assertTrue(told.contains(fault), told);
        assertEquals(1, told.lines().count());
    }

    private static String range(long offset, long length) {
        return offset + "+" + length;
    }

    /** Ranges of a tensor from the beginning of its storage, which is the last entry of the archive. */
    private List<String> ranges(Tensor tensor) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve("m.pt"));
        String name = "archive/data/0";
        int start = new String(file, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
        return tensor.extents().stream()
                .map(extent -> range(extent.offset() - start, extent.length()))
                .toList();
    }
}
