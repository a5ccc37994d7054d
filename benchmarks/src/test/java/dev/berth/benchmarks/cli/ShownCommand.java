package dev.berth.benchmarks.cli;

import dev.berth.command.CommandModule;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * A command that a page shows.
 *
 * @param place page and line
 * @param text of the command, from {@code ./berth} on, as the page has it
 * @param whole whether it stands alone as a reader would type it; in the middle of a sentence it may be cut short
 */
record ShownCommand(String place, String text, boolean whole) {
    private static final String LAUNCHER = "./berth";
    private static final Pattern INLINE = Pattern.compile("`(?:sudo )?(\\./berth(?: [^`]*)?)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    /** The commands of a page, in order: lines of code, and code within sentences. */
    static List<ShownCommand> of(String name, String page) {
        List<ShownCommand> found = new ArrayList<>();
        List<String> lines = page.lines().toList();
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String place = name + ":" + (i + 1);
            if (line.startsWith("```")) {
                fenced = !fenced;
            } else if (fenced || line.startsWith("    ")) {
                String code = line.strip().replaceFirst("^\\$ ", "");
                while (code.endsWith("\\")) {
                    code = code.substring(0, code.length() - 1) + lines.get(++i).strip();
                }
                if (code.startsWith(LAUNCHER + " ")) {
                    found.add(new ShownCommand(place, code, true));
                }
            } else {
                Matcher inline = INLINE.matcher(line);
                while (inline.find()) {
                    found.add(new ShownCommand(place, inline.group(1), false));
                }
            }
        }
        return found;
    }

    /** Its words as a shell gives them to the launcher: no comment, no redirection, nothing of the next command. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text.substring(LAUNCHER.length()));
        while (word.find()) {
            if (word.group(3) != null && word.group(3).matches("#.*|>.*|\\|+|&&|;")) {
                break;
            }
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    /** What the command line itself says against it. */
    Optional<String> fault() {
        List<String> words = words();
        if (words.isEmpty() || words.get(0).startsWith("-") || words.get(0).equals("help")) {
            return Optional.empty();
        }
        Optional<Class<? extends Callable<Integer>>> command = ServiceLoader.load(CommandModule.class).stream()
                .flatMap(module -> module.get().commands().stream())
                .filter(type -> type.getAnnotation(Command.class).name().equals(words.get(0)))
                .findFirst();
        if (command.isEmpty()) {
            return Optional.of(place + ": no command " + words.get(0) + ": " + text);
        }
        try {
            new CommandLine(made(command.get()))
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            return Optional.empty();
        } catch (MissingParameterException cutShort) {
            return whole ? Optional.of(place + ": " + cutShort.getMessage() + ": " + text) : Optional.empty();
        } catch (ParameterException fault) {
            return Optional.of(place + ": " + fault.getMessage() + ": " + text);
        }
    }

    /** A command that is told the kinds of file is told none. */
    private static Object made(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.getParameterCount() == 0
                    ? constructor.newInstance()
                    : constructor.newInstance(List.of());
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException(type + ": not made", fault);
        }
    }
}
