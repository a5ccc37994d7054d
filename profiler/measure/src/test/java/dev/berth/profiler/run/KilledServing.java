package dev.berth.profiler.run;

import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.exec.ExecEngine;
import dev.berth.profiler.run.plan.RunListener;
import java.nio.file.Path;
import java.util.List;

/** A session of a serving command, for a process that is killed: prints a line after each run that is on storage. */
public final class KilledServing {
    private KilledServing() {}

    /**
     * Measures until it is killed.
     *
     * @param arguments folder of the model, folder for the results, a word that marks what is started, number of runs
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Device device = Devices.open("host");
                ExecEngine engine = EngineSessionTest.engine(folder, arguments[2])) {
            SessionFixture.session()
                    .run(
                            EngineSessionTest.settings(engine, Integer.parseInt(arguments[3])),
                            List.of(SessionFixture.model(folder, "served", 300_000)),
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
