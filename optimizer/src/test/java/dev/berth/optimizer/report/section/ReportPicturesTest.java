package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Takes the pictures of the report that lie in {@code results/figures}, of the published run of the catalogue:
 * {@code mvn test -pl optimizer -am -Dtest=ReportPicturesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dberth.pictures=DIR}, DIR an absolute path. Paper is drawn by poppler's pdftoppm.
 */
@EnabledIfSystemProperty(named = "berth.pictures", matches = ".+")
class ReportPicturesTest {
    private static final String NAME = "2026-11-30-epyc-2-cores-edge";

    /** Larger ones do not belong into a repository. */
    private static final long MOST_BYTES = 400_000;

    @TempDir
    private Path folder;

    private Path pictures;
    private ChromeDriver browser;

    @BeforeEach
    void open() throws IOException {
        Chromium.assumeThere();
        pictures = Files.createDirectories(Path.of(System.getProperty("berth.pictures")));
        Path results = Path.of("..", "results");
        Files.copy(results.resolve("profiles").resolve(NAME).resolve("profiles.json"), folder.resolve("profiles.json"));
        for (String file : new String[] {"plan.json", "scenario.yaml"}) {
            Files.copy(results.resolve("plans").resolve(NAME).resolve(file), folder.resolve(file));
        }
        Files.writeString(
                folder.resolve("report.html"), Report.read(folder, line -> {}).html());
        browser = Chromium.start();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void wideNarrowDarkAndPaper() throws IOException, InterruptedException {
        picture("report-wide.png", 1400, 1900, false);
        picture("report-dark.png", 1400, 1900, true);
        picture("report-narrow.png", 390, 2700, false);
        paper();
    }

    private void picture(String name, int width, int height, boolean dark) throws IOException {
        Chromium.show(browser, width, dark, "");
        Chromium.open(browser, folder.resolve("report.html"));
        Chromium.drawAll(browser);
        browser.executeScript("window.scrollTo(0, 0)");
        Object data = browser.executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of(
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
                .get("data");
        Path file = pictures.resolve(name);
        Files.write(file, Base64.getDecoder().decode(data.toString()));
        assertTrue(Files.size(file) < MOST_BYTES, file + " takes " + Files.size(file) + " bytes");
    }

    /** The first two pages. */
    private void paper() throws IOException, InterruptedException {
        Chromium.show(browser, 1100, false, "");
        Chromium.open(browser, folder.resolve("report.html"));
        Object data = browser.executeCdpCommand(
                        "Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", true))
                .get("data");
        Path pdf = folder.resolve("report.pdf");
        Files.write(pdf, Base64.getDecoder().decode(data.toString()));
        for (int page : new int[] {1, 2}) {
            Process drawn = new ProcessBuilder(
                            "pdftoppm",
                            "-png",
                            "-singlefile",
                            "-r",
                            "90",
                            "-f",
                            String.valueOf(page),
                            "-l",
                            String.valueOf(page),
                            pdf.toString(),
                            pictures.resolve("report-print-" + page).toString())
                    .inheritIO()
                    .start();
            assertEquals(0, drawn.waitFor());
            Path file = pictures.resolve("report-print-" + page + ".png");
            assertTrue(Files.size(file) < MOST_BYTES, file + " takes " + Files.size(file) + " bytes");
        }
    }
}
