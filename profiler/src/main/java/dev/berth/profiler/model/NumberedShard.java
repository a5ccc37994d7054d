package dev.berth.profiler.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a model cut into several, numbered as Transformers, Diffusers and llama.cpp's gguf-split do:
 * {@code NAME-00001-of-00003.gguf}, {@code NAME.fp16-00001-of-00002.safetensors},
 * {@code NAME-00001-of-00002.fp16.safetensors}.
 *
 * @param file the file
 * @param stem name without number and extension, with its variant
 * @param number from 1, at most {@code count}
 * @param count of files
 * @param digits of each number
 * @param head what stands before the numbers
 * @param middle what stands between them
 * @param tail what follows them, the extension last
 */
record NumberedShard(
        Path file, String stem, int number, int count, int digits, String head, String middle, String tail) {
    private static final Pattern NAME = Pattern.compile(
            "(.+?)([-_]+)(\\d{5,6})([-_]of[-_])(\\d{5,6})((?:\\.[^.]+)?)(\\.[^.]+)", Pattern.CASE_INSENSITIVE);

    /** The file as one of several; empty where its name does not say so. */
    static Optional<NumberedShard> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || name.group(3).length() != name.group(5).length()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name.group(3));
        int count = Integer.parseInt(name.group(5));
        return number < 1 || number > count
                ? Optional.empty()
                : Optional.of(new NumberedShard(
                        file,
                        name.group(1) + name.group(6),
                        number,
                        count,
                        name.group(3).length(),
                        name.group(1) + name.group(2),
                        name.group(4),
                        name.group(6) + name.group(7)));
    }

    /** All files in order, this one being the first. */
    List<Path> files() throws ModelFaultException {
        if (number != 1) {
            throw new ModelFaultException(new ModelFault(
                    file, "name", "file " + number + " of " + count, "the first of them", "name " + name(1)));
        }
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            files.add(Siblings.require(file, "file " + i + " of " + count, name(i)));
        }
        return files;
    }

    /** Name of one of the files, from 1. */
    String name(int i) {
        return head
                + String.format(Locale.ROOT, "%0" + digits + "d", i)
                + middle
                + String.format(Locale.ROOT, "%0" + digits + "d", count)
                + tail;
    }
}
