package dev.berth.optimizer.paper;

import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** What the first request of each service waits, part by part, against what later ones do. */
final class ServiceDelays {
    private final ScenarioProblem problem;

    /** Indices of the services, the smallest first. */
    private final List<Integer> order;

    ServiceDelays(ScenarioProblem problem) {
        this.problem = problem;
        order = IntStream.range(0, problem.services().size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        index -> problem.services().get(index).storageBytes()))
                .toList();
    }

    private List<Service> services() {
        return order.stream().map(problem.services()::get).toList();
    }

    /** @param made the command whose results it shows */
    Chart chart(String made) {
        List<Bars.Item> items = new ArrayList<>();
        for (int index : order) {
            String name = VisibleText.of(problem.services().get(index).name());
            boolean synthetic = problem.profiles().get(index).model().provenance() == WeightProvenance.SYNTHETIC;
            items.add(new Bars.Item(name, name, "", synthetic));
        }
        return new Bars(
                "first-and-later",
                "First request of each service, against later ones",
                "The first waits for download, preload and inference, or for preload and inference where the model is"
                        + " stored; later ones wait for inference. The tick is what the cloud takes.",
                made,
                Unit.NANOS,
                true,
                items,
                List.of(
                        part("inference: all that later ones wait", Colour.WAITING, Service::inferenceNanos),
                        part("preload", Colour.STORAGE, Service::preloadNanos),
                        part("download", Colour.SWITCHING, Service::transferNanos)),
                List.of(),
                null,
                List.of(part("cloud", Colour.LIMIT, Service::cloudNanos)));
    }

    private Bars.Part part(String name, Colour colour, ToLongFunction<Service> nanos) {
        return new Bars.Part(
                name,
                colour,
                services().stream()
                        .map(service -> (double) nanos.applyAsLong(service))
                        .toList());
    }

    /** One line a service. */
    String csv() {
        StringBuilder csv = new StringBuilder("model,storage_bytes,memory_bytes,energy_millijoules,download_nanos,"
                + "preload_nanos,inference_nanos,cloud_nanos\n");
        for (Service service : services()) {
            csv.append(String.join(
                    ",",
                    service.name(),
                    Long.toString(service.storageBytes()),
                    Long.toString(service.memoryBytes()),
                    Long.toString(service.energyMillijoules()),
                    Long.toString(service.transferNanos()),
                    Long.toString(service.preloadNanos()),
                    Long.toString(service.inferenceNanos()),
                    Long.toString(service.cloudNanos())));
            csv.append('\n');
        }
        return csv.toString();
    }
}
