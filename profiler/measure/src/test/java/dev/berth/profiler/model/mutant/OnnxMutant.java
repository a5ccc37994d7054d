package dev.berth.profiler.model.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX models of initializers, constants, sub-graphs, sparse and external tensors. */
final class OnnxMutant {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int DATA_BYTES = 256;

    private final Dice dice;
    private int named;

    private OnnxMutant(Dice dice) {
        this.dice = dice;
    }

    static void write(Path folder, Dice dice, int changes) throws IOException {
        OnnxMutant mutant = new OnnxMutant(dice);
        Message model = new Message().number(1, 8).message(7, mutant.graph(2));
        if (dice.oneIn(3)) {
            model.message(25, new Message().text(1, "f").message(7, mutant.constant()));
        }
        for (int i = 0; i < changes; i++) {
            model.change(dice);
        }
        Files.write(folder.resolve("m.onnx.data"), new byte[DATA_BYTES]);
        Files.write(folder.resolve("m.onnx"), model.array());
    }

    private Message graph(int depth) {
        Message graph = new Message();
        for (int i = 0; i <= dice.below(3); i++) {
            graph.message(5, dice.oneIn(4) ? external() : typed());
        }
        if (dice.oneIn(2)) {
            graph.message(1, constant());
        }
        if (dice.oneIn(4)) {
            graph.message(15, sparse());
        }
        if (depth > 0 && dice.oneIn(2)) {
            Message branch = new Message().text(1, "then_branch").message(6, graph(depth - 1));
            graph.message(1, new Message().text(4, "If").message(5, branch));
        }
        return graph;
    }

    private Message tensor(int type, int... shape) {
        Message tensor = new Message();
        for (int length : shape) {
            tensor.number(1, length);
        }
        return tensor.number(2, type).text(8, "t" + named++);
    }

    private Message typed() {
        int rows = 1 + dice.below(4);
        int columns = 1 + dice.below(4);
        return dice.oneIn(2)
                ? tensor(FLOAT, rows, columns).bytes(9, new byte[4 * rows * columns])
                : tensor(FLOAT, rows, columns).bytes(4, new byte[4 * rows * columns]);
    }

    private Message external() {
        int count = 1 + dice.below(8);
        return tensor(FLOAT, count)
                .message(13, pair("location", "m.onnx.data"))
                .message(13, pair("offset", String.valueOf(4 * dice.below(8))))
                .message(13, pair("length", String.valueOf(4 * count)))
                .number(14, 1);
    }

    private static Message pair(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }

    private Message constant() {
        Message attribute = dice.oneIn(2)
                ? new Message().text(1, "value").message(5, typed())
                : new Message().text(1, "value_ints").number(8, 1).number(8, 300);
        return new Message().text(4, "Constant").message(5, attribute);
    }

    private Message sparse() {
        return new Message()
                .message(1, tensor(FLOAT, 2).bytes(9, new byte[8]))
                .message(2, tensor(INT64, 2).bytes(9, new byte[16]))
                .number(3, 10);
    }
}
