package dev.berth.profiler.run;

import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.run.plan.RunListener;
import java.nio.file.Path;
import java.util.List;

/** A session for a process that is killed: prints a line after each run that is on storage. */
public final class KilledSession {
    private KilledSession() {}

    /**
     * Measures until it is killed.
     *
     * @param arguments folder of the models, folder for the results
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Device device = Devices.open("host")) {
            SessionFixture.session()
                    .run(
                            SessionFixture.settings(10_000),
                            List.of(SessionFixture.model(folder, "killed", 3_000_000)),
                            device,
                            SessionFixture.machine(),
                            Path.of(arguments[1]),
                            new RunListener() {
                                @Override
                                public void run(MeasuredRow row, Progress progress) {
                                    System.out.println(row.sequence());
                                }
                            });
        }
    }
}
