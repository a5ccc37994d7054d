package dev.berth.profiler.model.mutant;

import dev.berth.profiler.model.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SavedModels whose index is a table of blocks of entries with shared heads of keys, and messages as values. */
final class SavedModelMutant {
    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int FOOTER_BYTES = 40;
    private static final int FLOAT = 1;

    private final Dice dice;
    private final List<Block> blocks = new ArrayList<>();
    private Block index = new Block();
    private long magic = MAGIC;
    private int dataBytes;

    /** An entry of a block, as it is written. */
    private static final class Entry {
        private final byte[] key;
        private final Message value;
        private byte[] handle;
        private long shared;
        private long ownChange;
        private long valueChange;

        private Entry(byte[] key, Message value) {
            this.key = key;
            this.value = value;
        }

        private void write(ByteArrayOutputStream out, byte[] before, boolean whole) {
            int head = 0;
            while (!whole && head < Math.min(before.length, key.length) && before[head] == key[head]) {
                head++;
            }
            byte[] content = handle != null ? handle : value.array();
            Message.varint(out, head + shared, 0);
            Message.varint(out, key.length - head + ownChange, 0);
            Message.varint(out, content.length + valueChange, 0);
            out.write(key, head, key.length - head);
            out.writeBytes(content);
        }
    }

    /** A block, and what is wrong with it. */
    private static final class Block {
        private final List<Entry> entries = new ArrayList<>();
        private boolean shares = true;
        private long restarts = 1;
        private int compression;
        private long offsetChange;
        private long lengthChange;
        private int times = 1;

        private byte[] array() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] before = {};
            for (Entry entry : entries) {
                entry.write(out, before, !shares);
                before = entry.key;
            }
            out.writeBytes(new byte[4]);
            out.writeBytes(Fixtures.little(4).putInt((int) restarts).array());
            return out.toByteArray();
        }
    }

    private SavedModelMutant(Dice dice) {
        this.dice = dice;
    }

    static void write(Path folder, Dice dice, int changes) throws IOException {
        SavedModelMutant mutant = new SavedModelMutant(dice);
        mutant.model();
        for (int i = 0; i < changes; i++) {
            mutant.change();
        }
        Path variables = Files.createDirectories(folder.resolve("variables"));
        Files.write(variables.resolve("variables.data-00000-of-00001"), new byte[mutant.dataBytes]);
        Files.write(variables.resolve("variables.index"), mutant.table());
        Files.write(folder.resolve("saved_model.pb"), new byte[] {8, 1});
    }

    private void model() {
        Block block = new Block();
        block.entries.add(new Entry(new byte[0], new Message().number(1, 1)));
        int tensors = 1 + dice.below(6);
        for (int i = 0; i < tensors; i++) {
            if (dice.oneIn(3)) {
                blocks.add(block);
                block = new Block();
            }
            int rows = 1 + dice.below(4);
            int columns = 1 + dice.below(4);
            int bytes = 4 * rows * columns;
            Message shape = new Message()
                    .message(2, new Message().number(1, rows))
                    .message(2, new Message().number(1, columns));
            block.entries.add(new Entry(
                    ("layer/kernel" + i).getBytes(StandardCharsets.US_ASCII),
                    new Message()
                            .number(1, FLOAT)
                            .message(2, shape)
                            .number(4, dataBytes)
                            .number(5, bytes)));
            dataBytes += bytes;
        }
        blocks.add(block);
    }

    private void change() {
        Block block = dice.oneIn(4) ? index : dice.of(blocks);
        switch (dice.below(14)) {
            case 0 -> block.restarts = dice.number(block.restarts);
            case 1 -> block.compression = dice.below(3);
            case 2 -> block.offsetChange = dice.number(0);
            case 3 -> block.lengthChange = dice.number(0);
            case 4 -> block.times = dice.oneIn(3) ? dice.below(300) : dice.below(3);
            case 5 -> block.shares = false;
            case 6 -> magic = dice.oneIn(4) ? dice.number() : magic;
            case 7 -> blocks.add(dice.below(blocks.size()), dice.of(blocks));
            default -> changeEntry(block);
        }
    }

    private void changeEntry(Block block) {
        if (block.entries.isEmpty()) {
            block.entries.add(new Entry(dice.bytes(), new Message().number(1 + dice.below(6), dice.number())));
            return;
        }
        int place = dice.below(block.entries.size());
        Entry entry = block.entries.get(place);
        switch (dice.below(9)) {
            case 0 -> entry.shared = dice.number(0);
            case 1 -> entry.ownChange = dice.number(0);
            case 2 -> entry.valueChange = dice.number(0);
            case 3 -> block.entries.add(dice.below(block.entries.size()), entry);
            case 4 -> block.entries.remove(place);
            case 5 -> block.entries.set(place, new Entry(dice.bytes(), entry.value));
            default -> entry.value.change(dice);
        }
    }

    private byte[] table() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Block written = index;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            byte[] handle = append(out, block);
            for (int k = 0; k < block.times; k++) {
                Entry entry = new Entry(new byte[] {(byte) i, (byte) (k >> 8), (byte) k}, new Message());
                entry.handle = handle;
                written.entries.add(entry);
            }
        }
        byte[] handle = append(out, written);
        out.writeBytes(Arrays.copyOf(Fixtures.concat(new byte[] {0, 1}, handle), FOOTER_BYTES));
        out.writeBytes(Fixtures.little(8).putLong(magic).array());
        return out.toByteArray();
    }

    /** Writes a block with its trailer; returns where it says that it lies. */
    private static byte[] append(ByteArrayOutputStream out, Block block) {
        byte[] content = block.array();
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        Message.varint(handle, out.size() + block.offsetChange, 0);
        Message.varint(handle, content.length + block.lengthChange, 0);
        out.writeBytes(content);
        out.writeBytes(new byte[] {(byte) block.compression, 0, 0, 0, 0});
        return handle.toByteArray();
    }
}
