package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.rooms.Rooms;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private final Rooms rooms = new Rooms(Path.of("src/main/java"));

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        System.out.println(rooms.graph());
        rooms.requireNoCycles();
    }

    @Test
    void aRoomIsSmall() {
        SortedMap<String, Long> crowded = rooms.files();
        crowded.values().removeIf(files -> files <= Rooms.MOST_FILES);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void onlyCommandsKnowTheCommandLineLibrary() {
        rooms.requireAlone("picocli..", "dev.berth.command..");
    }

    @Test
    void recordsAndTextKnowNothingOfTheContract() {
        rooms.requireApart("dev.berth.record..", "dev.berth.dataset..", "dev.berth.command..");
        rooms.requireApart("dev.berth.text..", "dev.berth.dataset..", "dev.berth.command..", "dev.berth.record..");
    }
}
