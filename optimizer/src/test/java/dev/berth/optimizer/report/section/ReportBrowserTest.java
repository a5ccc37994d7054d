package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a browser, made of published results; needs Debian's packages chromium and chromium-driver. */
class ReportBrowserTest {
    private static final Path RESULTS = Path.of("..", "results");
    private static final String NAME = "2026-11-24-epyc-2-cores-virtio";

    private static final String NUMBER = "-?[0-9]+([.][0-9]+)?";

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    @TempDir
    private static Path folder;

    private static ChromeDriver browser;
    private static ProfileDataset dataset;

    @BeforeAll
    static void open() throws IOException {
        Chromium.assumeThere();
        Path profiles = RESULTS.resolve("profiles").resolve(NAME).resolve("profiles.json");
        Files.copy(profiles, folder.resolve("profiles.json"));
        for (String file : List.of("plan.json", "scenario.yaml")) {
            Files.copy(RESULTS.resolve("plans").resolve(NAME).resolve(file), folder.resolve(file));
        }
        dataset = ProfileDatasets.read(profiles);
        Files.writeString(
                folder.resolve("report.html"), Report.read(folder, line -> {}).html());
        browser = Chromium.start();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void load() {
        show(1400, false, "");
        Chromium.open(browser, folder.resolve("report.html"));
    }

    private static void show(int width, boolean dark, String media) {
        Chromium.show(browser, width, dark, media);
    }

    private static void drawAll() {
        Chromium.drawAll(browser);
    }

    private static void waitUntil(String condition) {
        Chromium.waiting(browser).until(driver -> browser.executeScript("return " + condition));
    }

    private static void openAll() {
        browser.executeScript("document.querySelectorAll('main details').forEach((each) => { each.open = true; });"
                + "document.querySelectorAll('.chart').forEach((each) => each.scrollIntoView());"
                + "window.scrollTo(0, 0);");
    }

    @Test
    void chartsAreDrawnAtEveryWidthInLightAndDarkWithoutAComplaintOrARequest() {
        browser.manage().logs().get(LogType.PERFORMANCE);
        for (int width : new int[] {390, 800, 1400}) {
            browser.navigate().refresh();
            Chromium.ready(browser);
            for (boolean dark : new boolean[] {false, true}) {
                show(width, dark, "");
                drawAll();
                String place = width + " px, dark " + dark;
                assertEquals(
                        0L,
                        browser.executeScript("return Math.max(0, document.documentElement.scrollWidth - innerWidth)"),
                        place);
                assertEquals(
                        true,
                        browser.executeScript("return Array.from(document.querySelectorAll('.plot')).every((plot) =>"
                                + " plot.getBoundingClientRect().width > 250"
                                + " && plot.getBoundingClientRect().right <= innerWidth + 1)"),
                        place);
            }
        }
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
            complaints.add(entry.getMessage());
        }
        assertEquals(List.of(), complaints);
        for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
            if (entry.getMessage().contains("Network.requestWillBeSent\"")) {
                assertTrue(entry.getMessage().contains("\"url\":\"file://"), entry.getMessage());
                assertTrue(entry.getMessage().contains("report.html"), entry.getMessage());
            }
        }
    }

    @Test
    void theRulesOfAxePass() throws IOException {
        String axe;
        try (InputStream in = ReportBrowserTest.class.getClassLoader().getResourceAsStream(AXE)) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (boolean dark : new boolean[] {false, true}) {
            show(1400, dark, "");
            browser.navigate().refresh();
            Chromium.ready(browser);
            openAll();
            drawAll();
            // Rows are alike: axe takes a minute for thousands of them. Charts are images to it.
            browser.executeScript("document.querySelectorAll('tbody').forEach((body) =>"
                    + " Array.from(body.rows).slice(3).forEach((row) => row.remove()))");
            browser.executeScript(axe);
            Object faults = browser.executeAsyncScript("const done = arguments[arguments.length - 1];"
                    + "axe.run({exclude: [['.plot svg']]}, {preload: false, resultTypes: ['violations']}).then((found) => done(found.violations.map((each) => each.id + ': '"
                    + " + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | '))))");
            assertEquals(List.of(), faults, "dark " + dark);
        }
    }

    @Test
    void filtersAndOrderReachTablesAndCharts() {
        drawAll();
        String rows = "document.querySelectorAll('#preload-table tbody tr:not([hidden])')";
        long all = (Long) browser.executeScript("return " + rows + ".length");
        browser.findElement(By.id("filter-model")).sendKeys("minilm");
        waitUntil(rows + ".length < " + all);
        assertEquals(
                true,
                browser.executeScript(
                        "return Array.from(" + rows + ").every((row) => row.dataset.model.includes('minilm'))"));
        String drawn =
                browser.findElement(By.cssSelector("#storage-memory .plot")).getText();
        assertTrue(drawn.contains("minilm"), drawn);
        assertFalse(drawn.contains("esrgan"), drawn);

        browser.findElement(By.id("filter-model")).clear();
        browser.executeScript("document.getElementById('filter-model').dispatchEvent(new Event('input'))");
        waitUntil(rows + ".length === " + all);
        WebElement heading = browser.findElement(By.cssSelector("#preload-table th[data-key=p50_nanos] button"));
        browser.executeScript("arguments[0].click()", heading);
        List<?> sorted = (List<?>)
                browser.executeScript("return Array.from(" + rows + ", (row) => Number(row.cells[7].dataset.value))");
        List<Double> expected = sorted.stream()
                .map(each -> ((Number) each).doubleValue())
                .sorted()
                .toList();
        assertEquals(
                expected,
                sorted.stream().map(each -> ((Number) each).doubleValue()).toList());
    }

    @Test
    void linesTellWhatTheyComeToWhereThePointerIs() {
        drawAll();
        for (String id : List.of("plan-memory", "plan-storage", "distribution")) {
            WebElement plot = browser.findElement(By.cssSelector("#" + id + " .plot"));
            browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", plot);
            String tips = "Array.from(document.querySelectorAll('#" + id + " .plot strong'))";
            assertEquals(0L, browser.executeScript("return " + tips + ".length"), id);
            new Actions(browser).moveToElement(plot).perform();
            waitUntil(tips + ".some((each) => each.parentElement.innerText.includes(': '))");
        }
    }

    @Test
    void whatIsDownloadedIsInTheDataset() throws Exception {
        Path down = Files.createDirectories(folder.resolve("down"));
        browser.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "downloadPath",
                        down.toAbsolutePath().toString()));
        browser.executeScript("document.querySelector('#preload-table .tools button').click()");
        Path file = down.resolve("preload-table.csv");
        Chromium.waiting(browser).until(driver -> Files.exists(file));

        List<String> lines = Files.readAllLines(file);
        List<String> head = List.of(lines.get(0).split(","));
        Set<String> found = new TreeSet<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            found.add(cells[head.indexOf("model")] + " " + cells[head.indexOf("tier")] + " "
                    + cells[head.indexOf("n")] + " " + cells[head.indexOf("p50_nanos")] + " "
                    + cells[head.indexOf("max_nanos")]);
        }
        Set<String> expected = new TreeSet<>();
        for (ModelProfile model : dataset.models()) {
            model.preload()
                    .forEach(preload -> expected.add(
                            model.model().name() + " " + preload.tier().label() + " "
                                    + preload.total().n() + " "
                                    + preload.total().p50Nanos() + " "
                                    + preload.total().maxNanos()));
        }
        assertEquals(expected, found);

        browser.executeScript("document.querySelector('#storage-memory .tools button').click()");
        Path chart = down.resolve("storage-memory.csv");
        Chromium.waiting(browser).until(driver -> Files.exists(chart));
        String text = Files.readString(chart);
        for (ModelProfile model : dataset.models()) {
            assertTrue(text.contains("," + model.model().storage().apparentBytes() + ","), text);
        }
    }

    @Test
    void paperGetsWholeTablesAndEveryChart() {
        show(1100, false, "print");
        waitUntil("document.querySelectorAll('.chart').length"
                + " === document.querySelectorAll('.chart .plot svg').length");
        assertEquals(
                List.of(),
                browser.executeScript("return Array.from(document.querySelectorAll('.table .scroll'))"
                        + ".filter((each) => each.scrollWidth > each.clientWidth + 1"
                        + " || each.getBoundingClientRect().height === 0)"
                        + ".map((each) => each.getAttribute('aria-label') + ' ' + each.scrollWidth + ' '"
                        + " + each.clientWidth)"));
        Object pdf = browser.executeCdpCommand("Page.printToPDF", Map.of("preferCSSPageSize", true))
                .get("data");
        assertTrue(pdf.toString().startsWith("JVBERi"), "a PDF");
    }

    @Test
    void everyNumberOfATableAndOfAChartIsInTheFilesItIsFrom() throws IOException {
        Set<BigDecimal> measured = numbers(folder.resolve("profiles.json"));
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String cell : cells("memory-table preload-table evidence-table phase-table loads-table unload-table"
                + " reload-table ceiling-table")) {
            String[] parts = cell.split(" ", 3);
            if (parts[2].matches(NUMBER) && !parts[1].equals("unproven_and_failed_runs")) {
                found++;
                if (!measured.contains(plain(parts[2]))) {
                    missing.add(cell);
                }
            }
        }
        Set<BigDecimal> planned = numbers(folder.resolve("plan.json"));
        Set<String> keys = Set.of(
                "resources_nano_cost",
                "delay_nano_cost",
                "switching_nano_cost",
                "fetched_share",
                "storage_bytes",
                "memory_bytes",
                "transfer_nanos",
                "preload_nanos",
                "inference_nanos");
        for (String cell : cells("cost-table stay-table")) {
            String[] parts = cell.split(" ", 3);
            if (keys.contains(parts[1])) {
                found++;
                if (!planned.contains(plain(parts[2]))) {
                    missing.add(cell);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 2000, found + " cells");

        JsonNode charts = new ObjectMapper()
                .readTree(browser.findElement(By.id("data")).getAttribute("textContent"))
                .get("charts");
        int bars = 0;
        for (JsonNode chart : charts) {
            if (!chart.get("id").asText().matches("storage-memory|preload(-[a-z-]+)?")) {
                continue;
            }
            for (JsonNode part : chart.get("parts")) {
                for (JsonNode value : part.get("values")) {
                    bars++;
                    assertTrue(
                            value.isNull() || measured.contains(plain(value.asText())), chart.get("id") + " " + value);
                }
            }
            for (JsonNode whole : chart.get("wholes")) {
                assertTrue(measured.contains(plain(whole.get("value").asText())), chart.get("id") + " " + whole);
            }
        }
        assertTrue(bars > 100, bars + " bars");
    }

    /** Table, column and value of every cell. */
    private static List<String> cells(String tables) {
        List<String> cells = new ArrayList<>();
        Object found = browser.executeScript(
                "return arguments[0].split(' ').flatMap((id) => { const table = document.querySelector('#' + id + ' table');"
                        + " return Array.from(table.tBodies[0].rows).flatMap((row) => Array.from(row.cells, (cell, i) =>"
                        + " id + ' ' + table.tHead.rows[0].cells[i].dataset.key + ' '"
                        + " + (cell.dataset.value === undefined ? cell.textContent : cell.dataset.value))); })",
                tables);
        ((List<?>) found).forEach(cell -> cells.add(cell.toString()));
        return cells;
    }

    private static Set<BigDecimal> numbers(Path file) throws IOException {
        Set<BigDecimal> numbers = new HashSet<>();
        collect(new ObjectMapper().readTree(file.toFile()), numbers);
        return numbers;
    }

    private static void collect(JsonNode node, Set<BigDecimal> numbers) {
        if (node.isNumber()) {
            numbers.add(plain(node.asText()));
        }
        node.forEach(child -> collect(child, numbers));
    }

    private static BigDecimal plain(String number) {
        return new BigDecimal(number).stripTrailingZeros();
    }

    @Test
    void hostileNamesStayText(@TempDir Path other) throws IOException {
        String name = "<script>hurt()</script><img src=x onerror=hurt()> \"'&amp;\u202egnp.exe";
        String text = Files.readString(folder.resolve("profiles.json"));
        Files.writeString(
                other.resolve("profiles.json"),
                text.replace("\"all-minilm-l6-v2\"", new ObjectMapper().writeValueAsString(name)));
        Files.writeString(
                other.resolve("report.html"), Report.read(other, line -> {}).html());
        browser.manage().logs().get(LogType.BROWSER);
        Chromium.open(browser, other.resolve("report.html"));
        drawAll();

        assertTrue(browser.findElement(By.cssSelector("#model-table")).getText().contains("<script>hurt()</script>"));
        assertTrue(browser.findElement(By.cssSelector("#storage-memory .plot"))
                .getText()
                .contains("<script>"));
        browser.executeScript("const place = document.querySelector('#storage-memory .plot');"
                + " const chart = echarts.getInstanceByDom(place);"
                + " const names = chart.getOption().yAxis[0].data;"
                + " chart.dispatchAction({type: 'showTip', seriesIndex: 0,"
                + " dataIndex: names.findIndex((each) => each.includes('hurt'))})");
        waitUntil("document.querySelector('#storage-memory .plot').innerText.includes('onerror=hurt()')");
        assertEquals(6L, browser.executeScript("return document.querySelectorAll('script').length"));
        assertEquals(0L, browser.executeScript("return document.querySelectorAll('main img').length"));
        assertFalse(browser.getPageSource().contains("\u202e"), "what turns text around is shown as its number");
        assertEquals(
                List.of(),
                browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(LogEntry::getMessage)
                        .toList());
    }

    @Test
    void aLongNameNeverScrollsThePageSideways(@TempDir Path other) throws IOException {
        String name = "W".repeat(180);
        for (String file : List.of("profiles.json", "plan.json")) {
            Files.writeString(
                    other.resolve(file),
                    Files.readString(folder.resolve(file)).replace("\"all-minilm-l6-v2\"", "\"" + name + "\""));
        }
        // The plan is of the dataset that has the name.
        String before = Origin.fingerprint(folder.resolve("profiles.json"));
        Files.writeString(
                other.resolve("plan.json"),
                Files.readString(other.resolve("plan.json"))
                        .replace(before, Origin.fingerprint(other.resolve("profiles.json"))));
        Files.writeString(
                other.resolve("report.html"), Report.read(other, line -> {}).html());
        for (int width : new int[] {390, 1400}) {
            show(width, false, "");
            Chromium.open(browser, other.resolve("report.html"));
            drawAll();
            assertEquals(
                    0L,
                    browser.executeScript("return Math.max(0, document.documentElement.scrollWidth - innerWidth)"),
                    width + " px");
            assertEquals(
                    true,
                    browser.executeScript(
                            "return Array.from(document.querySelectorAll('.plot svg text')).every((text) =>"
                                    + " text.getBoundingClientRect().left >= text.closest('.plot').getBoundingClientRect().left - 1"
                                    + " && text.getBoundingClientRect().right <= text.closest('.plot').getBoundingClientRect().right + 1)"),
                    width + " px: a label leaves its chart");
        }
    }

    @Test
    void aFilterThatNothingMatchesSaysSo() {
        browser.findElement(By.id("filter-model")).sendKeys("zzzzz");
        WebElement none = browser.findElement(By.cssSelector(".none"));
        waitUntil("!document.querySelector('.none').hidden");
        assertEquals("No model matches “zzzzz”.", none.getText());

        browser.findElement(By.id("filter-model")).clear();
        browser.findElement(By.id("filter-model")).sendKeys("minilm");
        waitUntil("document.querySelector('.none').hidden");
    }

    @Test
    void tablesStandWithoutScriptsAndThePageIsOneThatCanBeSent() throws IOException {
        Path wide = RESULTS.resolve("profiles")
                .resolve("2026-11-30-epyc-2-cores-wide")
                .resolve("profiles.json");
        Path other = Files.createDirectories(folder.resolve("wide"));
        Files.copy(wide, other.resolve("profiles.json"));
        String html = Report.read(other, line -> {}).html();
        assertTrue(html.getBytes(StandardCharsets.UTF_8).length < 2_000_000, html.length() + " bytes");
        Files.writeString(other.resolve("report.html"), html);
        browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.get(other.resolve("report.html").toUri().toString());
            int models = ProfileDatasets.read(wide).models().size();
            assertEquals(
                    models,
                    browser.findElements(By.cssSelector("#model-table tbody tr"))
                            .size());
            assertTrue(browser.findElement(By.cssSelector("#preload-table caption"))
                    .isDisplayed());
        } finally {
            browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
            Files.delete(other.resolve("report.html"));
            Files.delete(other.resolve("profiles.json"));
        }
    }

    @Test
    void aBrowserThatCannotUnpackTheChartsSaysSoAndShowsTheTables() {
        Object script = browser.executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", "delete window.DecompressionStream"))
                .get("identifier");
        try {
            browser.manage().logs().get(LogType.BROWSER);
            browser.get(folder.resolve("report.html").toUri().toString());
            assertTrue(browser.findElement(By.cssSelector("#storage-memory .plot"))
                    .getText()
                    .contains("the tables hold their numbers"));
            assertTrue(browser.findElement(By.cssSelector("#preload-table caption"))
                    .isDisplayed());
            assertEquals(List.of(), browser.manage().logs().get(LogType.BROWSER).getAll());
        } finally {
            browser.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
    }
}
