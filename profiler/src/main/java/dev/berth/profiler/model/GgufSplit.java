package dev.berth.profiler.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a GGUF model cut into several, named {@code NAME-00001-of-00003.gguf} as llama.cpp's gguf-split does;
 * each is a whole GGUF file with some of the tensors.
 *
 * @param file the file
 * @param model name without number
 * @param number from 1
 * @param count of files, >= number
 */
record GgufSplit(Path file, String model, int number, int count) {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf", Pattern.CASE_INSENSITIVE);

    /** The file as one of several; empty where its name does not say so. */
    static Optional<GgufSplit> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(name.group(2));
        int count = Integer.parseInt(name.group(3));
        return number < 1 || number > count
                ? Optional.empty()
                : Optional.of(new GgufSplit(file, name.group(1), number, count));
    }

    /** Whether it is opened with the first file, which is there, and not by itself. */
    static boolean followsAnother(Path file) {
        return of(file).filter(split -> split.number > 1 && Files.isRegularFile(file.resolveSibling(split.name(1))))
                .isPresent();
    }

    /** Name of a file without extension, and without number where it is one of several. */
    static String modelName(Path file) {
        return of(file).map(GgufSplit::model)
                .orElseGet(() -> ModelFiles.withoutExtension(file.getFileName().toString()));
    }

    /** All files in order. */
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

    private String name(int i) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", model, i, count);
    }
}
