package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether free memory goes back to the host stands in the features that the balloon's driver took. */
class BalloonTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"01100101000, true", "01100001000, false", "01100, false", "'', false"})
    void readsTheFeatureBit(String features, boolean returns) throws IOException {
        SystemTree tree = new SystemTree(folder)
                .file("/sys/bus/virtio/drivers/virtio_balloon/bind", "")
                .file("/sys/bus/virtio/drivers/virtio_balloon/virtio0/features", features + "\n");
        assertEquals(returns, Balloon.returnsFreeMemory(tree.files()));
    }

    @Test
    void noBalloonReturnsNothing() {
        assertEquals(false, Balloon.returnsFreeMemory(new SystemTree(folder).files()));
    }
}
