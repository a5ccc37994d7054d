package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All pages together: their commands are commands, their links lead somewhere, nothing is said twice. */
class ManualTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Set<String> FOLDERS = Set.of("profiler", "optimizer", "benchmarks", "results");

    /** Shorter ones are heads of tables, options, or said in passing. */
    private static final int SENTENCE = 70;

    /** The pages for people, by their path from the top; resources of tests are none. */
    private static Map<String, String> pages() throws IOException {
        Map<String, String> pages = new LinkedHashMap<>();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(HOME)) {
            top.filter(ManualTest::isPage).sorted().forEach(found::add);
        }
        for (String folder : new TreeSet<>(FOLDERS)) {
            try (Stream<Path> below = Files.walk(HOME.resolve(folder))) {
                below.filter(ManualTest::isPage)
                        .filter(path -> !path.toString().contains("/target/")
                                && !path.toString().contains("/src/test/resources/"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        for (Path page : found) {
            pages.put(HOME.relativize(page).toString(), Files.readString(page));
        }
        return pages;
    }

    private static boolean isPage(Path path) {
        return path.toString().endsWith(".md") && Files.isRegularFile(path);
    }

    @Test
    void everyCommandThatIsShownIsOne() throws IOException {
        List<ShownCommand> shown = pages().entrySet().stream()
                .flatMap(page -> ShownCommand.of(page.getKey(), page.getValue()).stream())
                .toList();
        assertTrue(shown.stream().filter(ShownCommand::whole).count() > 40, shown.size() + " commands found");
        assertEquals(
                List.of(),
                shown.stream()
                        .map(ShownCommand::fault)
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Words that the packing puts in are left as they stand. */
    @Test
    void everyCommandOfTheBundlesReadmeIsOne() throws IOException {
        String page = Files.readString(
                HOME.resolve("profiler/measure/src/main/resources/dev/berth/profiler/bundle/readme.txt"));
        List<ShownCommand> shown =
                ShownCommand.of("readme.txt", page.replaceAll("(?m)^  (\\./berth .*?)(?:   .*)?$", "    $1"));
        assertTrue(shown.size() > 5, shown.size() + " commands found");
        assertEquals(
                List.of(),
                shown.stream()
                        .map(ShownCommand::fault)
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Test
    void filesOfResultsThatCommandsReadAreThere() throws IOException {
        List<String> missing = pages().entrySet().stream()
                .flatMap(page -> ShownCommand.of(page.getKey(), page.getValue()).stream())
                .filter(ShownCommand::whole)
                .flatMap(command -> Stream.iterate(1, i -> i < command.words().size(), i -> i + 1)
                        .filter(i -> !command.words().get(i - 1).matches("--out|--figures|-rff"))
                        .map(i -> command.words().get(i))
                        .filter(word -> word.startsWith("results/") && !word.matches(".*(DATE|NAME|\\*).*"))
                        .filter(word -> !Files.exists(HOME.resolve(word)))
                        .map(word -> command.place() + ": " + word))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (String link : links(page.getValue())) {
                String file = link.replaceFirst("#.*", "");
                Path target = file.isEmpty() ? Path.of(page.getKey()) : beside(page.getKey(), file);
                if (!Files.exists(HOME.resolve(target))) {
                    broken.add(page.getKey() + ": " + link);
                } else if (link.contains("#")
                        && !headings(Files.readString(HOME.resolve(target)))
                                .contains(link.substring(link.indexOf('#') + 1))) {
                    broken.add(page.getKey() + ": no such heading: " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyPageIsReachedFromTheFirst() throws IOException {
        Map<String, String> pages = pages();
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of("README.md"));
        while (!next.isEmpty()) {
            String page = next.pop();
            if (pages.containsKey(page) && reached.add(page)) {
                for (String link : links(pages.get(page))) {
                    Path target = beside(page, link.replaceFirst("#.*", ""));
                    Path folderPage = target.resolve("README.md");
                    next.push((Files.exists(HOME.resolve(folderPage)) ? folderPage : target).toString());
                }
            }
        }
        assertEquals(new TreeSet<>(pages.keySet()), reached);
    }

    @Test
    void nothingIsSaidTwice() throws IOException {
        Map<String, String> first = new LinkedHashMap<>();
        List<String> again = new ArrayList<>();
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (String sentence : sentences(page.getValue())) {
                String place = first.putIfAbsent(sentence, page.getKey());
                if (place != null) {
                    again.add(place + " and " + page.getKey() + ": " + sentence);
                }
            }
        }
        assertEquals(List.of(), again);
    }

    /** A page for people tells nothing of the machine it was written on. */
    @Test
    void noPageNamesAFolderOfItsAuthor() throws IOException {
        Pattern folder = Pattern.compile("/(root|home/[a-z]+)/|(?<![\\w.:/-])"
                + Pattern.quote(HOME.toRealPath().toString()) + "/");
        List<String> named = pages().entrySet().stream()
                .filter(page -> folder.matcher(page.getValue()).find())
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(List.of(), named);
    }

    private static List<String> links(String page) {
        return LINK.matcher(withoutCode(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static Path beside(String page, String file) {
        Path folder = Path.of(page).getParent();
        return (folder == null ? Path.of(file) : folder.resolve(file)).normalize();
    }

    private static String withoutCode(String page) {
        return page.replaceAll("(?ms)^```.*?^```$", "").replaceAll("(?m)^    .*$", "");
    }

    /** As GitHub names headings. */
    private static Set<String> headings(String page) {
        return withoutCode(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<String> sentences(String page) {
        return Stream.of(withoutCode(page)
                        .replaceAll("(?s)<!-- (?!sql)[a-z]+: written.*?<!-- end -->", "")
                        .split("\n\\s*\n|\n(?=[-|])"))
                .map(paragraph -> paragraph.replaceAll("\\s+", " "))
                .flatMap(paragraph -> Stream.of(paragraph.split("(?<=[.:;]) |\\|")))
                .map(String::strip)
                .filter(sentence -> sentence.length() >= SENTENCE)
                .toList();
    }
}
