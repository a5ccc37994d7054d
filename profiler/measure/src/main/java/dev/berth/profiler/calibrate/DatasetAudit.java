package dev.berth.profiler.calibrate;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** Whether the figures of a dataset follow from the runs it carries; a file may be well formed and still be edited. */
public final class DatasetAudit {
    /** Three significant digits of the histogram. */
    private static final double HISTOGRAM_PRECISION = 0.001;

    private final String source;
    private final List<String> faults = new ArrayList<>();

    private DatasetAudit(String source) {
        this.source = source;
    }

    /**
     * All contradictions, one line each.
     *
     * @param source what the dataset was read from, for the lines
     */
    public static List<String> faults(String source, ProfileDataset dataset) {
        DatasetAudit audit = new DatasetAudit(source);
        for (int i = 0; i < dataset.models().size(); i++) {
            audit.check("$.models[" + i + "]", dataset.models().get(i));
        }
        return List.copyOf(audit.faults);
    }

    private void check(String path, ModelProfile profile) {
        for (int i = 0; i < profile.preload().size(); i++) {
            Preload preload = profile.preload().get(i);
            String at = path + ".preload[" + i + "]";
            check(at + ".total", preload.total());
            preload.phases().forEach((phase, times) -> check(at + ".phases \"" + phase.label() + "\"", times));
        }
        for (int i = 0; i < profile.engines().size(); i++) {
            check(path + ".engines[" + i + "]", profile.engines().get(i));
        }
        profile.inference().optional().ifPresent(times -> check(path + ".inference", times));
    }

    private void check(String at, EngineProfile engine) {
        check(at + ".ready", engine.ready());
        engine.stages().forEach(stage -> check(at + ".stages \"" + stage.name() + "\"", stage.time()));
        engine.first().optional().ifPresent(times -> check(at + ".first", times));
        engine.later().optional().ifPresent(times -> check(at + ".later", times));
        engine.perToken().optional().ifPresent(times -> check(at + ".perToken", times));
        check(at + ".unaccounted", engine.unaccounted());
    }

    private void check(String path, Distribution given) {
        boolean whole = given.samplesNanos().size() == given.n();
        if (whole) {
            OrderStatistics samples = new OrderStatistics(given.samplesNanos());
            expect(path + ".minNanos", given.minNanos(), samples.min());
            expect(path + ".p50Nanos", given.p50Nanos(), samples.median());
            expect(path + ".maxNanos", given.maxNanos(), samples.max());
        }
        try {
            Histogram histogram = Durations.decode(given.histogram());
            expect(path + ".histogram", histogram.getTotalCount(), given.n());
            if (histogram.getMaxValue() < given.maxNanos() * (1 - HISTOGRAM_PRECISION)) {
                add(
                        path + ".histogram",
                        "its longest run is " + histogram.getMaxValue() + ", expected " + given.maxNanos());
            }
            long median = Durations.ofRank(histogram, (given.n() + 1) / 2);
            if (!whole && Math.abs(given.p50Nanos() - median) > median * HISTOGRAM_PRECISION + 1) {
                add(path + ".p50Nanos", given.p50Nanos() + " does not follow from the histogram, expected " + median);
            }
        } catch (DataFormatException | RuntimeException e) {
            // The library's decoder throws whatever broken bytes lead it to.
            add(path + ".histogram", "is no HdrHistogram in base64, expected one of the " + given.n() + " samples");
        }
    }

    private void expect(String path, long given, long samples) {
        if (given != samples) {
            add(path, given + " does not follow from the samples, expected " + samples);
        }
    }

    private void add(String path, String fault) {
        faults.add(source + ": " + path + ": " + fault);
    }
}
