package dev.berth.optimizer.spark;

import dev.berth.optimizer.stream.BlockEngine;
import dev.berth.optimizer.stream.BlockTask;
import dev.berth.record.BadInputException;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** Tasks on Apache Spark, a partition a block: one that is lost is done again elsewhere. */
final class SparkEngine implements BlockEngine {
    private static final long LOOK_MILLIS = 250;

    /** What executors need that a plain installation of Spark has not. */
    private static final Pattern OWN_JARS =
            Pattern.compile("(berth-.*|jackson-dataformat-yaml.*|snakeyaml.*|HdrHistogram.*|picocli.*)\\.jar");

    private final JavaSparkContext context;

    /** @throws BadInputException where the master cannot be reached */
    SparkEngine(String master) {
        SparkConf settings = new SparkConf()
                .setAppName("berth plan")
                .setMaster(master)
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.executor.memory", "2g");
        if (master.startsWith("local")) {
            settings.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
        } else {
            settings.setJars(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(jar -> OWN_JARS.matcher(Path.of(jar).getFileName().toString())
                            .matches())
                    .toArray(String[]::new));
        }
        try {
            context = new JavaSparkContext(settings);
        } catch (RuntimeException e) {
            throw new BadInputException(
                    "--master: " + master + " cannot be reached: " + e.getMessage() + "; start one, or use local[*]",
                    e);
        }
    }

    @Override
    public <T extends Serializable> List<T> run(String what, int blocks, BlockTask<T> task, IntConsumer told) {
        context.setJobDescription(what);
        JavaFutureAction<List<T>> results = context.parallelize(
                        IntStream.range(0, blocks).boxed().toList(), blocks)
                .map(task::run)
                .collectAsync();
        try {
            while (true) {
                try {
                    List<T> all = results.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    told.accept(blocks);
                    return all;
                } catch (TimeoutException notYet) {
                    told.accept(completed(results));
                }
            }
        } catch (ExecutionException e) {
            throw fault(e);
        } catch (InterruptedException e) {
            results.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + what, e);
        }
    }

    private int completed(JavaFutureAction<?> action) {
        int completed = 0;
        for (int job : action.jobIds()) {
            SparkJobInfo info = context.statusTracker().getJobInfo(job);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo tasks = context.statusTracker().getStageInfo(stage);
                completed += tasks == null ? 0 : tasks.numCompletedTasks();
            }
        }
        return completed;
    }

    /** The fault that a task threw, which has words for people, or what Spark says of it. */
    private static RuntimeException fault(Throwable of) {
        Throwable last = of;
        for (Throwable cause = of; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuntimeException known
                    && known.getClass().getName().startsWith("dev.berth.")) {
                return known;
            }
            last = cause;
        }
        return new IllegalStateException("Apache Spark: " + last.getMessage(), of);
    }

    @Override
    public void close() {
        context.close();
    }
}
