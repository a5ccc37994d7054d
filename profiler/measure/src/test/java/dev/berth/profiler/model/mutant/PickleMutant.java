package dev.berth.profiler.model.mutant;

import dev.berth.profiler.model.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipOutputStream;

/** PyTorch checkpoints whose pickle is a list of opcodes: swapped, doubled, left out, led to other memos. */
final class PickleMutant {
    private static final byte[] NOTHING = {};

    private final Dice dice;
    private final List<byte[]> program = new ArrayList<>();
    private int memos;
    private long elements;

    private PickleMutant(Dice dice) {
        this.dice = dice;
    }

    static void write(Path folder, Dice dice, int changes) throws IOException {
        PickleMutant mutant = new PickleMutant(dice);
        mutant.model();
        for (int i = 0; i < changes; i++) {
            mutant.change();
        }
        byte[] pickle = Fixtures.concat(mutant.program.toArray(byte[][]::new));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Fixtures.stored(zip, "archive/data.pkl", pickle);
            Fixtures.stored(zip, "archive/data/0", new byte[4 * 64]);
        }
        Files.write(folder.resolve("m.pt"), bytes.toByteArray());
    }

    private void model() {
        op(0x80, 2 + dice.below(3));
        dictionary(dice.below(3));
        op('.');
    }

    /** A dictionary of tensors, kept in a memo, perhaps below another. */
    private void dictionary(int depth) {
        if (dice.oneIn(2)) {
            op('}');
        } else {
            add(Fixtures.global("collections", "OrderedDict"));
            op(')');
            op('R');
        }
        memoize();
        op('(');
        if (depth > 0) {
            add(Fixtures.text(dice.of("state_dict", "model", "module", "w")));
            dictionary(depth - 1);
        }
        for (int i = 0; i <= dice.below(3); i++) {
            add(Fixtures.text("t" + depth + "." + i));
            tensor();
        }
        op('u');
    }

    private void tensor() {
        int rows = 1 + dice.below(4);
        int columns = 1 + dice.below(4);
        elements = (long) rows * columns;
        add(Fixtures.global("torch._utils", "_rebuild_tensor_v2"));
        op('(');
        op('(');
        add(Fixtures.text("storage"));
        add(Fixtures.global("torch", "FloatStorage"));
        add(Fixtures.text("0"));
        add(Fixtures.text("cpu"));
        op('K', 64);
        op('t');
        op('Q');
        op('K', dice.below(64 - rows * columns));
        tuple(rows, columns);
        tuple(columns, 1);
        op(0x89);
        add(Fixtures.global("collections", "OrderedDict"));
        op(')');
        op('R');
        op('t');
        memoize();
        op('R');
    }

    private void tuple(int first, int second) {
        op('(');
        op('K', first);
        op('K', second);
        op('t');
    }

    private void memoize() {
        op('q', memos++);
    }

    private void op(int opcode, int... argument) {
        program.add(opcode(opcode, argument));
    }

    private void add(byte[] opcode) {
        program.add(opcode);
    }

    private static byte[] opcode(int opcode, int... argument) {
        byte[] bytes = new byte[1 + argument.length];
        bytes[0] = (byte) opcode;
        for (int i = 0; i < argument.length; i++) {
            bytes[1 + i] = (byte) argument[i];
        }
        return bytes;
    }

    private void change() {
        int place = dice.below(program.size());
        switch (dice.below(9)) {
            case 0 -> program.set(place, any());
            case 1 -> program.add(place, any());
            case 2 -> program.set(place, NOTHING);
            case 3 -> program.add(place, program.get(dice.below(program.size())));
            case 4 -> {
                byte[] other = program.set(dice.below(program.size()), program.get(place));
                program.set(place, other);
            }
            case 5 -> doubled(place);
            case 6 -> cycle(place);
            case 7 -> program.add(place, memo());
            default -> repeat(place);
        }
    }

    /** The same part of the program once more. */
    private void doubled(int place) {
        List<byte[]> part = List.copyOf(program.subList(place, Math.min(program.size(), place + 1 + dice.below(30))));
        program.addAll(place, part);
    }

    /** A container that is put into itself, or two into each other. */
    private void cycle(int place) {
        List<byte[]> items = new ArrayList<>();
        byte[] first = opcode('h', dice.below(memos + 1));
        byte[] second = opcode('h', dice.below(memos + 1));
        byte[] key = Fixtures.text(dice.of("state_dict", "model", "w"));
        for (byte[][] pair : new byte[][][] {{first, second}, {second, first}}) {
            items.addAll(List.of(pair[0], key, pair[1], opcode('s'), opcode('0')));
        }
        program.addAll(Math.min(place, Math.max(0, program.size() - 1)), items);
    }

    /** An opcode many times, such as marks, nested tuples or a list doubled again and again. */
    private void repeat(int place) {
        List<byte[]> part = dice.of(
                List.of(opcode('(')),
                List.of(opcode(0x85)),
                List.of(opcode('2')),
                List.of(opcode('2'), opcode(0x86)),
                List.of(opcode(']'), opcode('a')),
                List.of(opcode('}'), opcode('2'), opcode('2'), opcode('s')),
                List.of(opcode('2'), opcode('2'), opcode('e')),
                List.of(program.get(place)));
        int times = 1 + dice.below(300);
        for (int i = 0; i < times; i++) {
            program.addAll(place, part);
        }
    }

    private byte[] memo() {
        int number = dice.oneIn(3) ? dice.below(256) : dice.below(memos + 1);
        return switch (dice.below(6)) {
            case 0 -> opcode('q', number);
            case 1 -> opcode(0x94);
            case 2 -> word('j');
            case 3 -> word('r');
            case 4 -> line("g" + dice.number());
            default -> opcode('h', number);
        };
    }

    private byte[] any() {
        return switch (dice.below(16)) {
            case 0 -> opcode(dice.of((int) '(', (int) 't', (int) ']', (int) '}', (int) ')', (int) 'R', (int) '.'));
            case 1 ->
                opcode(dice.of((int) 'a', (int) 'e', (int) 's', (int) 'u', (int) 'b', (int) 'o', (int) 'd', (int) 'l'));
            case 2 -> opcode(dice.of(0x81, 0x85, 0x86, 0x87, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94));
            case 3 -> opcode(dice.below(256), dice.below(256));
            case 4 -> word(dice.of((int) 'J', (int) 'X', (int) 'T', (int) 'B', 0x8b));
            case 5 -> Fixtures.concat(opcode(dice.of(0x8d, 0x8e, 0x96, 0x95, (int) 'G')), eight(dice.number()));
            case 6 -> Fixtures.concat(opcode(0x8a, 8), eight(dice.number(elements)));
            case 7 -> opcode('K', dice.below(256));
            case 8 -> line(dice.of("I", "L", "F", "S", "V", "P", "p", "g") + dice.of("" + dice.number(), dice.text()));
            case 9 -> Fixtures.text(dice.text().replaceAll("[^ -~]", "?"));
            case 10 -> Fixtures.global(dice.of("os", "builtins", "torch"), dice.of("system", "eval", "Size", "dtype"));
            case 11 ->
                Fixtures.global(
                        "torch", dice.of("HalfStorage", "LongStorage", "BoolStorage", "QInt8Storage", "NoStorage"));
            case 12 ->
                Fixtures.global(
                        "torch._utils",
                        dice.of("_rebuild_tensor", "_rebuild_parameter", "_rebuild_qtensor", "_rebuild_sparse_tensor"));
            case 13 -> Fixtures.global("torch._tensor", "_rebuild_from_type_v2");
            case 14 -> opcode(dice.of(0x82, 0x83, 0x84, (int) 'i', (int) 'c', (int) 'N', 0x88, 0x89), dice.below(256));
            default -> opcode(0x8c, dice.below(256));
        };
    }

    private byte[] word(int opcode) {
        long value = dice.number(dice.below(8));
        return Fixtures.concat(
                opcode(opcode), Fixtures.little(4).putInt((int) value).array());
    }

    private static byte[] eight(long value) {
        return Fixtures.little(8).putLong(value).array();
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
