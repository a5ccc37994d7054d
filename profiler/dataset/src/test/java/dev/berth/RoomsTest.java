package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.rooms.Rooms;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final Rooms ROOMS = new Rooms(Path.of("src/main/java"));

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        System.out.println(ROOMS.graph());
        ROOMS.requireNoCycles();
    }

    @Test
    void aRoomIsSmall() {
        SortedMap<String, Long> crowded = ROOMS.files();
        crowded.values().removeIf(files -> files <= Rooms.MOST_FILES);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void onlyCommandsKnowTheCommandLineLibrary() {
        ROOMS.requireAlone("picocli..", "dev.berth.command..");
    }

    @Test
    void recordsAndTextKnowNothingOfTheContract() {
        ROOMS.requireApart("dev.berth.record..", "dev.berth.dataset..", "dev.berth.command..");
        ROOMS.requireApart("dev.berth.text..", "dev.berth.dataset..", "dev.berth.command..", "dev.berth.record..");
    }
}
