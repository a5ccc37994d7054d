package dev.berth.profiler.engine.recipe;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for the words in braces that a recipe may use; other braces are left as they are, since bodies of
 * requests have some.
 *
 * @param values by word, without braces
 */
public record Placeholders(Map<String, String> values) {
    /** The words. */
    public static final List<String> WORDS = List.of(
            "model", "folder", "name", "port", "threads", "dir", "home", "steps", "java", "classes", "onnxruntime");

    private static final Pattern WORD = Pattern.compile("\\{(" + String.join("|", WORDS) + ")\\}");

    public Placeholders {
        values = Map.copyOf(values);
    }

    /** The same with one more. */
    public Placeholders with(String word, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(word, value);
        return new Placeholders(more);
    }

    /** A text with its words replaced, once; a word that stands for nothing here is left as it is. */
    public String in(String text) {
        return WORD.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    /** The same in a text that is JSON: values are escaped as text in it is. */
    public String inJson(String text) {
        Map<String, String> escaped = new TreeMap<>();
        values.forEach((word, value) ->
                escaped.put(word, new String(JsonStringEncoder.getInstance().quoteAsString(value))));
        return new Placeholders(escaped).in(text);
    }

    /** The same of each text. */
    public List<String> in(List<String> texts) {
        return texts.stream().map(this::in).toList();
    }
}
