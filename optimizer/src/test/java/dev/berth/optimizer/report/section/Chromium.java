package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's browser and its driver, of the packages chromium and chromium-driver. */
final class Chromium {
    /** A busy machine may take long; nothing waits longer than it must. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(20);

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private Chromium() {}

    /** Skips a test where there is none. */
    static void assumeThere() {
        for (Path program : List.of(BROWSER, DRIVER)) {
            assumeTrue(Files.isExecutable(program), program + " is not there; install chromium and chromium-driver");
        }
    }

    static ChromeDriver start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        browser.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
        return browser;
    }

    /** Looks often: the half second that Selenium waits between two looks is most of a test. */
    static FluentWait<WebDriver> waiting(ChromeDriver browser) {
        return new WebDriverWait(browser, PATIENCE).pollingEvery(POLL);
    }

    /** Opens a page and waits until its scripts are unpacked and through. */
    static void open(ChromeDriver browser, Path page) {
        browser.get(page.toUri().toString());
        ready(browser);
    }

    static void ready(ChromeDriver browser) {
        waiting(browser)
                .until(driver ->
                        !driver.findElements(By.cssSelector("html.scripted")).isEmpty());
    }

    /** @param media print, or empty for the screen */
    static void show(ChromeDriver browser, int width, boolean dark, String media) {
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

    /** Scrolls to each chart, as a reader does, and waits until it is drawn. */
    static void drawAll(ChromeDriver browser) {
        for (WebElement chart : browser.findElements(By.cssSelector(".chart"))) {
            browser.executeScript("arguments[0].scrollIntoView()", chart);
            waiting(browser)
                    .until(driver -> !chart.findElements(By.cssSelector(".plot svg path"))
                            .isEmpty());
        }
    }
}
