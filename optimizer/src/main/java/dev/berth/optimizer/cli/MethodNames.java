package dev.berth.optimizer.cli;

import dev.berth.optimizer.decide.Replan;
import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names on the command line as what they name, and all there are; one that nothing has is a usage fault. */
final class MethodNames {
    private MethodNames() {}

    /** Names of one kind. */
    abstract static class Named<T> implements ITypeConverter<T>, Iterable<String> {
        private final Function<String, T> named;
        private final Supplier<List<String>> names;

        Named(Function<String, T> named, Supplier<List<String>> names) {
            this.named = named;
            this.names = names;
        }

        @Override
        public T convert(String name) {
            try {
                return named.apply(name);
            } catch (BadInputException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        @Override
        public Iterator<String> iterator() {
            return names.get().iterator();
        }
    }

    static final class OfSolver extends Named<Solver> {
        OfSolver() {
            super(Solvers::named, Solvers::names);
        }
    }

    static final class OfPolicy extends Named<Policy> {
        OfPolicy() {
            super(Policies::named, Policies::names);
        }
    }

    static final class OfRoute extends Named<Router> {
        OfRoute() {
            super(Routers::named, Routers::names);
        }
    }

    static final class OfForecast extends Named<ForecastMethod> {
        OfForecast() {
            super(
                    ForecastMethod::named,
                    () -> Arrays.stream(ForecastMethod.values())
                            .map(ForecastMethod::label)
                            .toList());
        }
    }

    static final class OfReplan extends Named<Replan> {
        OfReplan() {
            super(Replan::named, Replan::labels);
        }
    }
}
