package dev.berth.optimizer.provider;

import dev.berth.optimizer.provider.Instance.Task;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.RouteView;
import dev.berth.optimizer.route.Router;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Tasks of one instance, one after the other, with one router. Providers are its servers; all users are one, who knows
 * the rewards of all tasks. A router sees what is free and what is running, and no quality but that of tasks that have
 * ended.
 */
final class ProviderRun implements RouteView {
    private static final double SECOND = 1e9;

    private final ProviderSetting setting;
    private final Instance instance;
    private final Router.Run router;
    private final List<List<Running>> running = new ArrayList<>();
    private final double[] usedSteps;
    private final PriorityQueue<Running> ends = new PriorityQueue<>(
            Comparator.comparingDouble((Running run) -> run.task.endSeconds()).thenComparingInt(run -> run.number));
    private Task asked = new Task(0, 1, 1);
    private double nowSeconds;
    private int finished;
    private int lost;
    private int crashes;
    private double quality;
    private double penalty;

    private static final class Running {
        final Task task;
        final int provider;
        final int number;
        boolean isLost;

        Running(Task task, int provider, int number) {
            this.task = task;
            this.provider = provider;
            this.number = number;
        }
    }

    /**
     * What a run came to.
     *
     * @param finished tasks that were run to their end
     * @param lost all others
     * @param crashes times that a provider crashed
     * @param quality sum over the finished tasks
     * @param penalty sum over the crashes
     */
    record Outcome(int finished, int lost, int crashes, double quality, double penalty) {
        int tasks() {
            return finished + lost;
        }

        double reward() {
            return quality - penalty;
        }
    }

    private ProviderRun(ProviderSetting setting, Instance instance, Router router, long seed) {
        this.setting = setting;
        this.instance = instance;
        int providers = instance.providers().size();
        this.router = router.start(new RouteTerms(providers, 1, RouteTerms.Learning.USUAL), seed);
        usedSteps = new double[providers];
        for (int provider = 0; provider < providers; provider++) {
            running.add(new ArrayList<>());
        }
    }

    static Outcome of(ProviderSetting setting, Instance instance, Router router, long seed) {
        return new ProviderRun(setting, instance, router, seed).run();
    }

    private Outcome run() {
        int number = 0;
        for (Task task : instance.tasks()) {
            endUntil(task.arrivalSeconds());
            nowSeconds = task.arrivalSeconds();
            asked = task;
            arrive(task, router.route(this), number++);
        }
        endUntil(Double.POSITIVE_INFINITY);
        return new Outcome(finished, lost, crashes, quality, penalty);
    }

    private void endUntil(double seconds) {
        while (!ends.isEmpty() && ends.peek().task.endSeconds() <= seconds) {
            Running run = ends.remove();
            if (run.isLost) {
                continue;
            }
            running.get(run.provider).remove(run);
            usedSteps[run.provider] -= run.task.steps();
            finished++;
            double own = instance.providers().get(run.provider).quality(run.task);
            quality += own;
            tell(run.task, run.provider, own);
        }
    }

    private void arrive(Task task, int provider, int number) {
        if (roomSteps(provider) < task.steps()) {
            crash(task, provider);
            return;
        }
        Running run = new Running(task, provider, number);
        running.get(provider).add(run);
        usedSteps[provider] += task.steps();
        ends.add(run);
    }

    /** The penalty is told with the task that brought it about; what was running is told as worth nothing. */
    private void crash(Task task, int provider) {
        double own = setting.crashPenalty();
        for (Running run : running.get(provider)) {
            run.isLost = true;
            own += setting.unfinishedPenalty() * (run.task.endSeconds() - nowSeconds) / run.task.seconds();
            tell(run.task, provider, 0);
        }
        lost += 1 + running.get(provider).size();
        crashes++;
        penalty += own;
        running.get(provider).clear();
        usedSteps[provider] = 0;
        tell(task, provider, -own);
    }

    private void tell(Task task, int provider, double reward) {
        router.ended(new Router.Ended(0, 0, provider, work(task), reward));
    }

    private double work(Task task) {
        return task.steps() / setting.taskSteps().mean();
    }

    private double roomSteps(int provider) {
        Instance.Provider each = instance.providers().get(provider);
        return each.capacitySteps() - usedSteps[provider];
    }

    /** Quality of the present task on a provider, for those who know it beforehand. */
    double quality(int provider) {
        return instance.providers().get(provider).quality(asked);
    }

    @Override
    public int servers() {
        return usedSteps.length;
    }

    @Override
    public int home() {
        return 0;
    }

    @Override
    public int service() {
        return 0;
    }

    @Override
    public double work() {
        return work(asked);
    }

    @Override
    public boolean canServe(int server) {
        return true;
    }

    @Override
    public long networkNanos(int server) {
        return 0;
    }

    @Override
    public long waitNanos(int server) {
        return Math.round(asked.seconds() * SECOND);
    }

    /** What is running is done side by side, each step of it taking as long as it takes. */
    @Override
    public long backlogNanos(int server) {
        double seconds = 0;
        for (Running run : running.get(server)) {
            seconds += run.task.endSeconds() - nowSeconds;
        }
        return Math.round(seconds * SECOND);
    }

    @Override
    public double room(int server) {
        return roomSteps(server) - asked.steps();
    }
}
