package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.Samples;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Models of random bytes with a header that opening them reads, and settings that are quick to measure. */
public final class SessionFixture {
    static final int HEADER_BYTES = 100;

    private SessionFixture() {}

    public static Model model(Path folder, String name, int weightBytes) throws IOException {
        byte[] content = new byte[HEADER_BYTES + weightBytes];
        new Random(weightBytes).nextBytes(content);
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.write(file, content);
        }
        ModelRecord record = Samples.model(name, weightBytes);
        return new Model(
                file,
                List.of(new Extent(file.toRealPath(), HEADER_BYTES, weightBytes)),
                record,
                headers -> readHeader(file));
    }

    /** Reads the header, as every parser must. */
    private static List<Extent> readHeader(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.readNBytes(HEADER_BYTES);
        }
        return List.of(new Extent(file.toRealPath(), HEADER_BYTES, Files.size(file) - HEADER_BYTES));
    }

    public static Session session() {
        return session(null);
    }

    public static Session session(String command) {
        return new Session(new ProfileSession("berth test", command));
    }

    /** A session in a folder that is taken for one call. */
    public record Session(ProfileSession session) {
        public ProfileSession.Outcome run(
                SessionSettings settings,
                List<Model> models,
                Device device,
                MachineRecord machine,
                Path out,
                RunListener listener)
                throws IOException {
            try (SessionFolder folder = SessionFolder.open(out, List.of())) {
                return session.run(new SessionRequest(settings, models, device, machine), folder, listener);
            }
        }

        public void requestStop() {
            session.requestStop();
        }
    }

    public static SessionSettings settings(int runs) {
        return new SessionSettings(
                List.of(
                        new SessionSettings.Point(
                                CacheTier.STORAGE_COLD, new ReaderSetting(ReaderKind.DIRECT, 2, 256 << 10)),
                        new SessionSettings.Point(
                                CacheTier.PAGE_CACHE_WARM, new ReaderSetting(ReaderKind.BUFFERED, 2, 256 << 10))),
                false,
                1,
                StopRule.exactly(runs),
                Duration.ofHours(1),
                7,
                1,
                false);
    }

    public static MachineRecord machine() {
        return Samples.machine(Reading.measured("KVM"));
    }
}
