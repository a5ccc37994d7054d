package dev.berth.profiler.model.mutant;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A protobuf message as a tree of fields, of which single ones are changed: wire types, lengths, nesting, number. */
final class Message {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int MOST_DEEP = 200;

    private final List<Field> fields = new ArrayList<>();

    /** One field; what it holds is a message, bytes or a number. */
    private static final class Field {
        private long number;
        private int wireType;
        private Message message;
        private byte[] bytes;
        private long value;
        /** What the declared length exceeds the true one by. */
        private long longer;
        /** Bytes of a varint that say nothing. */
        private int padding;

        private Field(long number, int wireType) {
            this.number = number;
            this.wireType = wireType;
        }

        private Field copy() {
            Field copy = new Field(number, wireType);
            copy.message = message == null ? null : message.copy();
            copy.bytes = bytes;
            copy.value = value;
            copy.longer = longer;
            copy.padding = padding;
            return copy;
        }

        private void write(ByteArrayOutputStream out) {
            varint(out, (number << 3) | wireType, 0);
            byte[] content = message != null ? message.array() : bytes;
            switch (wireType) {
                case VARINT -> varint(out, value, padding);
                case 1 -> fixed(out, 8);
                case 5 -> fixed(out, 4);
                case BYTES -> {
                    byte[] held = content == null ? new byte[0] : content;
                    varint(out, held.length + longer, padding);
                    out.writeBytes(held);
                }
                default -> out.writeBytes(content == null ? new byte[0] : content);
            }
        }

        private void fixed(ByteArrayOutputStream out, int count) {
            for (int i = 0; i < count; i++) {
                out.write((int) (value >>> (8 * i)));
            }
        }
    }

    Message number(int number, long value) {
        Field field = new Field(number, VARINT);
        field.value = value;
        fields.add(field);
        return this;
    }

    Message bytes(int number, byte[] bytes) {
        Field field = new Field(number, BYTES);
        field.bytes = bytes.clone();
        fields.add(field);
        return this;
    }

    Message text(int number, String text) {
        return bytes(number, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int number, Message message) {
        Field field = new Field(number, BYTES);
        field.message = message;
        fields.add(field);
        return this;
    }

    byte[] array() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.forEach(field -> field.write(out));
        return out.toByteArray();
    }

    /** The message itself and all below it. */
    private List<Message> all() {
        List<Message> all = new ArrayList<>(List.of(this));
        for (Field field : fields) {
            if (field.message != null) {
                all.addAll(field.message.all());
            }
        }
        return all;
    }

    private Message copy() {
        Message copy = new Message();
        fields.forEach(field -> copy.fields.add(field.copy()));
        return copy;
    }

    /** Changes one field of this message or of one below it. */
    void change(Dice dice) {
        List<Message> all = all();
        all.removeIf(message -> message.fields.isEmpty());
        if (all.isEmpty()) {
            number(1 + dice.below(30), dice.number());
            return;
        }
        dice.of(all).changeOwn(dice, all);
    }

    private void changeOwn(Dice dice, List<Message> all) {
        int place = dice.below(fields.size());
        Field field = fields.get(place);
        switch (dice.below(12)) {
            case 0 -> field.number = dice.oneIn(4) ? dice.number() : 1 + dice.below(30);
            case 1 -> field.wireType = dice.below(8);
            case 2 -> field.longer = dice.oneIn(2) ? dice.below(20) - 10 : dice.number();
            case 3 -> field.value = dice.number(field.value);
            case 4 -> fields.remove(place);
            case 5 -> repeat(field, dice.oneIn(4) ? dice.below(400) : 1);
            case 6 -> fields.add(dice.below(fields.size()), fields.remove(place));
            case 7 -> fields.add(dice.of(dice.of(all).fields).copy());
            case 8 -> nest(field, dice.below(MOST_DEEP));
            case 9 -> {
                field.bytes = dice.bytes();
                field.message = null;
            }
            case 10 -> field.padding = dice.below(12);
            default -> cut(field, dice);
        }
    }

    private void repeat(Field field, int times) {
        for (int i = 0; i < times; i++) {
            fields.add(field.copy());
        }
    }

    /** The message in a field of its own kind, again and again. */
    private void nest(Field field, int times) {
        if (field.message == null || field.message.all().size() > 30) {
            return;
        }
        for (int i = 0; i < times; i++) {
            Message outer = new Message();
            Field inner = new Field(field.number, BYTES);
            inner.message = field.message;
            outer.fields.add(inner);
            field.message = outer;
        }
    }

    /** Ends a field, message or not, at any byte. */
    private static void cut(Field field, Dice dice) {
        byte[] whole = field.message != null ? field.message.array() : field.bytes;
        if (whole != null && whole.length > 0) {
            field.bytes = Arrays.copyOf(whole, dice.below(whole.length));
            field.message = null;
        }
    }

    static void varint(ByteArrayOutputStream out, long value, int padding) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        if (padding == 0) {
            out.write((int) rest);
            return;
        }
        out.write((int) rest | 0x80);
        for (int i = 1; i < padding; i++) {
            out.write(0x80);
        }
        out.write(0);
    }
}
