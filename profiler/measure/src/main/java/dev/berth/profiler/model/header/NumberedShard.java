package dev.berth.profiler.model.header;

import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a model cut into several. Transformers, Diffusers and llama.cpp's gguf-split name the count:
 * {@code NAME-00001-of-00003.gguf}, {@code NAME.fp16-00001-of-00002.safetensors},
 * {@code NAME-00001-of-00002.fp16.safetensors}, some from zero, some ({@code model-00001-of-000163.safetensors}) with
 * more digits of the count; Meta, MLX and torchtune do not: {@code consolidated.00.pth},
 * {@code weights.00.safetensors}, {@code hf_model_0001_0.pt} of epoch 0.
 *
 * @param file the file
 * @param stem name without number and extension, with its variant or epoch
 * @param number of the file, >= 0, at most {@code count}
 * @param count of files; empty where names do not tell it
 * @param digits of the number
 * @param head what stands before the number
 * @param middle what stands behind the number up to the count, that one with it
 * @param tail what follows, the extension last
 */
public record NumberedShard(
        Path file, String stem, int number, OptionalInt count, int digits, String head, String middle, String tail) {
    private static final Pattern WITH_COUNT = Pattern.compile(
            "(.+?)([-_]+)(\\d{5,6})([-_]of[-_])(\\d{5,6})((?:\\.[^.]+)?)(\\.[^.]+)", Pattern.CASE_INSENSITIVE);

    /** Each file has a slice of every tensor, one for each rank. */
    private static final Pattern OF_RANKS = Pattern.compile("(consolidated|weights)(\\.)(\\d{2})()(\\.[^.]+)");

    private static final Pattern TORCHTUNE = Pattern.compile("(hf_model)(_)(\\d{4})(_\\d+)(\\.[^.]+)");

    private static final String GGUF = ".gguf";

    /** The file as one of several; empty where its name does not say so. */
    public static Optional<NumberedShard> of(Path file) {
        String text = file.getFileName().toString();
        Matcher name = WITH_COUNT.matcher(text);
        if (name.matches()) {
            return withCount(file, name);
        }
        return Optional.of(OF_RANKS.matcher(text))
                .filter(Matcher::matches)
                .or(() -> Optional.of(TORCHTUNE.matcher(text)).filter(Matcher::matches))
                .map(it -> new NumberedShard(
                        file,
                        it.group(1) + it.group(4),
                        Integer.parseInt(it.group(3)),
                        OptionalInt.empty(),
                        it.group(3).length(),
                        it.group(1) + it.group(2),
                        "",
                        it.group(4) + it.group(5)));
    }

    private static Optional<NumberedShard> withCount(Path file, Matcher name) {
        int number = Integer.parseInt(name.group(3));
        int count = Integer.parseInt(name.group(5));
        // llama.cpp counts from 1 and nothing else.
        int least = name.group(7).equalsIgnoreCase(GGUF) ? 1 : 0;
        return number < least || number > count
                ? Optional.empty()
                : Optional.of(new NumberedShard(
                        file,
                        name.group(1) + name.group(6),
                        number,
                        OptionalInt.of(count),
                        name.group(3).length(),
                        name.group(1) + name.group(2),
                        name.group(4) + name.group(5),
                        name.group(6) + name.group(7)));
    }

    /** All files in order, this one being the first. */
    public List<Path> files() throws ModelFaultException {
        int first = first();
        if (number != first) {
            throw new ModelFaultException(
                    new ModelFault(file, "name", place(number), "the first of them", "name " + name(first)));
        }
        List<Path> files = new ArrayList<>();
        for (int i = first; i < first + count.orElse(Integer.MAX_VALUE); i++) {
            if (count.isEmpty() && !Files.exists(sibling(i))) {
                break;
            }
            files.add(Siblings.require(file, place(i), name(i)));
        }
        return files;
    }

    /**
     * What is missing of the files, where something is.
     *
     * @param present all that are there, this one being the first of them
     */
    public Optional<ModelFault> missing(Set<Path> present) {
        int first = first();
        int last = count.isPresent() ? first + count.getAsInt() - 1 : first + present.size() - 1;
        for (int i = first; i <= last; i++) {
            if (!present.contains(sibling(i))) {
                return Optional.of(Siblings.missing(file, place(i), name(i)));
            }
        }
        return Optional.empty();
    }

    /** Whether each file has tensors of its own, not slices of the same. */
    public boolean wholeTensors() {
        return !OF_RANKS.matcher(file.getFileName().toString()).matches();
    }

    /** Those that are files of one model have this in common. */
    public List<Object> group() {
        return List.of(head, tail, count);
    }

    /** Number of the first file: names with a count begin at 0 where there is such a file. */
    private int first() {
        boolean zero = count.isPresent() ? number == 0 || Files.exists(sibling(0)) : !wholeTensors();
        return zero ? 0 : 1;
    }

    private String place(int i) {
        return "file " + (i - first() + 1) + (count.isPresent() ? " of " + count.getAsInt() : "");
    }

    private Path sibling(int i) {
        return file.resolveSibling(name(i));
    }

    private String name(int i) {
        return head + digits(i) + middle + tail;
    }

    private String digits(int value) {
        return String.format(Locale.ROOT, "%0" + digits + "d", value);
    }
}
