package dev.berth.profiler.model.tensorflow;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensor bundles of TensorFlow: tables whose blocks and keys are in order, and what their entries may hold. */
class SavedModelFormatTest {
    private static final byte[] HEADER = Fixtures.message().varint(1, 1).array();

    @TempDir
    private Path folder;

    private Path variables;

    @BeforeEach
    void writeShard() throws IOException {
        variables = Files.createDirectories(folder.resolve("variables"));
        Files.write(variables.resolve("variables.data-00000-of-00001"), new byte[80]);
        Files.write(folder.resolve("saved_model.pb"), new byte[] {8, 1});
    }

    @Test
    void severalBlocksAreOneTable() throws Exception {
        Part part = read(index(List.of(
                block(entry("", HEADER), entry("a", floats(0, 10))), block(entry("b", floats(40, 10))))));

        assertEquals(
                List.of("a", "b"), part.tensors().stream().map(Tensor::name).toList());
        assertEquals(40, part.tensors().get(1).extents().get(0).offset());
    }

    @Test
    void textsAndWholesOfSlicesAreNoWeights() throws Exception {
        byte[] text = Fixtures.message().varint(1, 7).varint(4, 40).varint(5, 3).array();
        byte[] sliced = Fixtures.message().varint(1, 1).bytes(7, new byte[0]).array();
        Part part = read(index(List.of(
                block(entry("", HEADER), entry("\u0000slice", floats(0, 10)), entry("a", text), entry("b", sliced)))));

        assertEquals(1, part.tensors().size());
    }

    @Test
    void aBlockNamedAgainIsRefused() throws Exception {
        byte[] block = block(entry("", HEADER), entry("a", floats(0, 10)));
        ByteArrayOutputStream handles = new ByteArrayOutputStream();
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            entries.add(entry(String.format("%05d", i), handle(0, block.length - 5)));
        }
        handles.writeBytes(block(entries.toArray(byte[][]::new)));

        assertRefused(
                table(block, handles.toByteArray()),
                "a block at offset 0 after one that ends at " + (block.length - 5));
    }

    @Test
    void keysOutOfOrderAreRefused() throws Exception {
        assertRefused(
                index(List.of(block(entry("", HEADER), entry("b", floats(0, 10)), entry("a", floats(40, 10))))),
                "keys out of order");
        assertRefused(
                index(List.of(block(entry("", HEADER), entry("a", floats(0, 10))), block(entry("a", floats(40, 10))))),
                "keys out of order");
    }

    @Test
    void tensorsThatShareBytesAreRefused() throws Exception {
        assertRefused(
                index(List.of(block(entry("", HEADER), entry("a", floats(0, 10)), entry("b", floats(36, 10))))),
                "shares bytes with tensor 'a'");
    }

    @Test
    void aCompressedBlockIsToldByName() throws Exception {
        byte[] block = block(entry("", HEADER));
        block[block.length - 5] = 1;

        assertRefused(index(List.of(block)), "compressed by Snappy");
    }

    private static byte[] floats(int offset, int count) {
        return Fixtures.message()
                .varint(1, 1)
                .bytes(2, Fixtures.message().bytes(2, Fixtures.message().varint(1, count)))
                .varint(4, offset)
                .varint(5, 4L * count)
                .array();
    }

    private static byte[] entry(String key, byte[] value) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return Fixtures.concat(new byte[] {0, (byte) name.length, (byte) value.length}, name, value);
    }

    /** Entries, one restart point, no compression, no checksum. */
    private static byte[] block(byte[]... entries) {
        byte[] restarts = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(1)
                .array();
        return Fixtures.concat(Fixtures.concat(entries), restarts, new byte[5]);
    }

    private static byte[] handle(long offset, long length) {
        return Fixtures.message().plainVarint(offset).plainVarint(length).array();
    }

    private static byte[] index(List<byte[]> blocks) {
        List<byte[]> entries = new ArrayList<>();
        int offset = 0;
        for (byte[] block : blocks) {
            entries.add(entry("k" + entries.size(), handle(offset, block.length - 5)));
            offset += block.length;
        }
        return table(Fixtures.concat(blocks.toArray(byte[][]::new)), block(entries.toArray(byte[][]::new)));
    }

    private static byte[] table(byte[] blocks, byte[] index) {
        byte[] handles =
                java.util.Arrays.copyOf(Fixtures.concat(handle(0, 1), handle(blocks.length, index.length - 5)), 40);
        byte[] magic = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0xdb4775248b80fb57L)
                .array();
        return Fixtures.concat(blocks, index, handles, magic);
    }

    private Part read(byte[] index) throws IOException, ModelFaultException {
        Files.write(variables.resolve("variables.index"), index);
        return SavedModelReader.read(folder.resolve("saved_model.pb"), HeaderSource.FILES);
    }

    private void assertRefused(byte[] index, String fault) {
        String told = assertThrows(ModelFaultException.class, () -> read(index)).getMessage();
        assertTrue(told.contains(fault), told);
    }
}
