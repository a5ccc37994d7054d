package dev.berth.optimizer.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one seed draws.
 *
 * @param providers at least one
 * @param tasks in order of arrival
 */
record Instance(List<Provider> providers, List<Task> tasks) {
    Instance {
        providers = List.copyOf(providers);
        tasks = List.copyOf(tasks);
    }

    /** One that runs tasks beside each other, as many steps as it has capacity. */
    record Provider(double capacitySteps, double fromSteps, double toSteps, double rise) {
        double quality(Task task) {
            double share = (task.steps() - fromSteps) / (toSteps - fromSteps);
            return rise * Math.max(0, Math.min(1, share));
        }
    }

    /** One that a user sends. */
    record Task(double arrivalSeconds, double steps, double seconds) {
        double endSeconds() {
            return arrivalSeconds + seconds;
        }
    }

    static Instance of(ProviderSetting setting, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom forProviders = random.split();
        List<Provider> providers = new ArrayList<>();
        ProviderSetting.Quality quality = setting.quality();
        for (int provider = 0; provider < setting.providers(); provider++) {
            double from = quality.fromSteps().next(forProviders);
            double floor = quality.floor().next(forProviders);
            double to = quality.toSteps().next(forProviders);
            double ceiling = quality.ceiling().next(forProviders);
            providers.add(new Provider(setting.capacitySteps().next(forProviders), from, to, ceiling - floor));
        }
        SplittableRandom forTasks = random.split();
        double perSecond = setting.users() * setting.tasksPerUserSecond();
        List<Task> tasks = new ArrayList<>();
        double at = -StrictMath.log(1 - forTasks.nextDouble()) / perSecond;
        while (at < setting.horizonSeconds()) {
            double steps = setting.taskSteps().next(forTasks);
            tasks.add(new Task(at, steps, setting.runningSeconds().of(steps)));
            at += -StrictMath.log(1 - forTasks.nextDouble()) / perSecond;
        }
        return new Instance(providers, tasks);
    }
}
