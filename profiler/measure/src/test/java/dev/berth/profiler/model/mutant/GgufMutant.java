package dev.berth.profiler.model.mutant;

import dev.berth.profiler.model.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** GGUF files as a list of numbers of a width and of texts, each of which may be another. */
final class GgufMutant {
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int ALIGNMENT = 32;

    private final Dice dice;
    private final List<Item> items = new ArrayList<>();

    /**
     * A part of the file.
     *
     * @param width bytes of a number; 0 for a text without its length
     */
    private record Item(int width, long value, String text) {
        byte[] array() {
            return width == 0
                    ? text.getBytes(StandardCharsets.ISO_8859_1)
                    : Arrays.copyOf(Fixtures.little(8).putLong(value).array(), width);
        }
    }

    private GgufMutant(Dice dice) {
        this.dice = dice;
    }

    static void write(Path folder, Dice dice, int changes) throws IOException {
        GgufMutant mutant = new GgufMutant(dice);
        int dataBytes = mutant.model();
        for (int i = 0; i < changes; i++) {
            mutant.change();
        }
        byte[] head = Fixtures.concat(mutant.items.stream().map(Item::array).toArray(byte[][]::new));
        int start = (head.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] file = Arrays.copyOf(head, start + dataBytes);
        Files.write(
                folder.resolve("m.gguf"),
                changes > 0 && dice.oneIn(10) ? Arrays.copyOf(file, dice.below(file.length)) : file);
    }

    /** Returns the bytes of data behind the header. */
    private int model() {
        int tensors = 1 + dice.below(4);
        int entries = dice.below(6);
        items.add(new Item(0, 0, "GGUF"));
        number(4, 2 + dice.below(2));
        number(8, tensors);
        number(8, entries);
        for (int i = 0; i < entries; i++) {
            entry(i);
        }
        int offset = 0;
        for (int i = 0; i < tensors; i++) {
            int rows = 1 + dice.below(3);
            boolean quantized = dice.oneIn(3);
            text("t" + i);
            number(4, 2);
            number(8, quantized ? 32 : 8);
            number(8, rows);
            number(4, quantized ? 2 : 0);
            number(8, offset);
            int bytes = (quantized ? 18 : 32) * rows;
            offset = (offset + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        return offset;
    }

    private void entry(int i) {
        text(i == 0 ? "general.alignment" : dice.of("general.name", "tokenizer.ggml.tokens", "x") + i);
        if (i == 0) {
            number(4, 4);
            number(4, ALIGNMENT);
            return;
        }
        switch (dice.below(4)) {
            case 0 -> {
                number(4, STRING);
                text("value");
            }
            case 1 -> {
                number(4, ARRAY);
                array(dice.below(3));
            }
            case 2 -> {
                number(4, 12);
                number(8, 1);
            }
            default -> {
                number(4, 7);
                number(1, 1);
            }
        }
    }

    private void array(int depth) {
        int count = dice.below(4);
        number(4, depth > 0 ? ARRAY : dice.oneIn(2) ? STRING : 5);
        boolean texts = depth == 0 && items.get(items.size() - 1).value() == STRING;
        number(8, count);
        for (int i = 0; i < count; i++) {
            if (depth > 0) {
                array(depth - 1);
            } else if (texts) {
                text("token");
            } else {
                number(4, i);
            }
        }
    }

    private void number(int width, long value) {
        items.add(new Item(width, value, ""));
    }

    private void text(String text) {
        number(8, text.length());
        items.add(new Item(0, 0, text));
    }

    private void change() {
        int place = dice.below(items.size());
        Item item = items.get(place);
        switch (dice.below(9)) {
            case 0, 1, 2 -> items.set(place, changed(item));
            case 3 -> items.remove(place);
            case 4 -> items.add(place, items.get(dice.below(items.size())));
            case 5 -> items.set(place, items.set(dice.below(items.size()), item));
            case 6 -> {
                int end = Math.min(items.size(), place + 1 + dice.below(12));
                items.addAll(place, List.copyOf(items.subList(place, end)));
            }
            case 7 -> renamed(place);
            default -> nested(place);
        }
        if (items.isEmpty()) {
            number(8, dice.number());
        }
    }

    private Item changed(Item item) {
        return item.width() == 0
                ? new Item(0, 0, dice.text())
                : new Item(item.width(), dice.oneIn(3) ? dice.below(45) : dice.number(item.value()), "");
    }

    /** A text with the length that is its own, or a name that means something to a loader. */
    private void renamed(int place) {
        String text = dice.of("general.type", "split.no", "split.count", "split.tensors.count", "t0", dice.text());
        items.set(place, new Item(0, 0, text));
        if (place > 0 && !dice.oneIn(4)) {
            items.set(place - 1, new Item(8, text.getBytes(StandardCharsets.ISO_8859_1).length, ""));
        }
    }

    /** Arrays of arrays, or of more than there is. */
    private void nested(int place) {
        int times = 1 + dice.below(60);
        long count = dice.oneIn(2) ? 1 : dice.number();
        ByteBuffer arrays = ByteBuffer.allocate(12 * times).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < times; i++) {
            arrays.putInt(dice.oneIn(20) ? dice.below(14) : ARRAY).putLong(count);
        }
        items.add(place, new Item(0, 0, new String(arrays.array(), StandardCharsets.ISO_8859_1)));
    }
}
