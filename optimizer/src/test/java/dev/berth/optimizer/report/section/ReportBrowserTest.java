package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a browser, made of published results; needs Debian's packages chromium and chromium-driver. */
class ReportBrowserTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path RESULTS = Path.of("..", "results");
    private static final String NAME = "2026-11-24-epyc-2-cores-virtio";

    /** A busy machine may take long; nothing waits longer than it must. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    @TempDir
    private static Path folder;

    private static ChromeDriver browser;
    private static ProfileDataset dataset;

    @BeforeAll
    static void open() throws IOException {
        for (Path program : List.of(BROWSER, DRIVER)) {
            assumeTrue(Files.isExecutable(program), program + " is not there; install chromium and chromium-driver");
        }
        Path profiles = RESULTS.resolve("profiles").resolve(NAME).resolve("profiles.json");
        Files.copy(profiles, folder.resolve("profiles.json"));
        for (String file : List.of("plan.json", "scenario.yaml")) {
            Files.copy(RESULTS.resolve("plans").resolve(NAME).resolve(file), folder.resolve(file));
        }
        dataset = ProfileDatasets.read(profiles);
        Files.writeString(
                folder.resolve("report.html"), Report.read(folder, line -> {}).html());
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        browser.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
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
        browser.get(folder.resolve("report.html").toUri().toString());
    }

    /** @param media print, or empty for the screen */
    private static void show(int width, boolean dark, String media) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    private static void waitUntil(String condition) {
        new WebDriverWait(browser, PATIENCE).until(driver -> browser.executeScript("return " + condition));
    }

    private static void openAll() {
        browser.executeScript("document.querySelectorAll('details').forEach((each) => { each.open = true; });"
                + "document.querySelectorAll('.chart').forEach((each) => each.scrollIntoView());"
                + "window.scrollTo(0, 0);");
    }

    /** Scrolls to each chart, as a reader does, and waits until it is drawn. */
    private static void drawAll() {
        for (WebElement chart : browser.findElements(By.cssSelector(".chart"))) {
            browser.executeScript("arguments[0].scrollIntoView()", chart);
            new WebDriverWait(browser, PATIENCE)
                    .until(driver -> !chart.findElements(By.cssSelector(".plot svg path"))
                            .isEmpty());
        }
    }

    @Test
    void chartsAreDrawnAtEveryWidthInLightAndDarkWithoutAComplaintOrARequest() {
        browser.manage().logs().get(LogType.PERFORMANCE);
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {390, 800, 1400}) {
                show(width, dark, "");
                browser.navigate().refresh();
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
        new WebDriverWait(browser, PATIENCE).until(driver -> Files.exists(file));

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
        new WebDriverWait(browser, PATIENCE).until(driver -> Files.exists(chart));
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
}
