package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureBrowserTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path svg(String name, int width, int height, String colour) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "<svg width=\"%d\" height=\"%d\" xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/></svg>"
                        .formatted(width, height, colour));
    }

    /** Each at its own size, with nothing of the one before. */
    @Test
    void oneBrowserDrawsManyPicturesEachAtTwiceItsSize() throws Exception {
        Optional<Path> program = PictureBrowser.installed();
        assumeTrue(program.isPresent(), "no browser is there; install chromium");
        List<String> colours = List.of("#ff0000", "#00ff00", "#0000ff");
        try (PictureBrowser browser = new PictureBrowser(program.get(), PATIENCE, Files::write)) {
            for (int at = 0; at < colours.size(); at++) {
                browser.draw(
                        svg(at + ".svg", 40 + 10 * at, 30 - 10 * at, colours.get(at)), folder.resolve(at + ".png"));
            }
            browser.finish();
            assertEquals(Optional.empty(), browser.fault());
        }

        for (int at = 0; at < colours.size(); at++) {
            BufferedImage picture = ImageIO.read(folder.resolve(at + ".png").toFile());
            assertEquals(2 * (40 + 10 * at), picture.getWidth());
            assertEquals(2 * (30 - 10 * at), picture.getHeight());
            int colour = 0xff000000 | Integer.parseInt(colours.get(at).substring(1), 16);
            assertEquals(colour, picture.getRGB(0, 0));
            assertEquals(colour, picture.getRGB(picture.getWidth() - 1, picture.getHeight() - 1));
        }
    }

    /** What a stand-in for a browser comes to; it writes its process number first. */
    private String fault(Duration patience, String script) throws Exception {
        Path program =
                Files.writeString(folder.resolve("browser"), "#!/bin/sh\necho $$ >'" + folder + "/pid'\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path png = folder.resolve("a.png");
        try (PictureBrowser browser = new PictureBrowser(program, patience, Files::write)) {
            browser.draw(svg("a.svg", 10, 10, "red"), png);
            browser.draw(svg("b.svg", 10, 10, "red"), folder.resolve("b.png"));
            browser.finish();
            String fault = browser.fault().orElseThrow();
            assertTrue(fault.startsWith(program + " ") && fault.endsWith(", at " + png), fault);
            return fault.substring(program.toString().length() + 1, fault.length() - (", at " + png).length());
        } finally {
            try (Stream<Path> pictures =
                    Files.list(folder).filter(file -> file.toString().endsWith(".png"))) {
                assertEquals(List.of(), pictures.toList());
            }
        }
    }

    @Test
    void aBrowserThatHangsIsEnded() throws Exception {
        assertEquals("took longer than 1 s", fault(Duration.ofSeconds(1), "sleep 600 & wait"));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void aBrowserThatEndsOrRefusesIsTold() throws Exception {
        assertEquals("ended before the picture was drawn", fault(PATIENCE, "cat <&3 >/dev/null & exit 3"));
        assertEquals(
                "refuses Target.createTarget: no targets here",
                fault(PATIENCE, "printf '{\"id\":1,\"error\":{\"message\":\"no targets here\"}}\\0' >&4; cat <&3"));
    }
}
