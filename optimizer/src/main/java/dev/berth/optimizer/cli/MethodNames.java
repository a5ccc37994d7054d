package dev.berth.optimizer.cli;

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
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names on the command line as what they name, and all there are; one that nothing has is a usage fault. */
final class MethodNames {
    private MethodNames() {}

    static final class OfSolver implements ITypeConverter<Solver>, Iterable<String> {
        @Override
        public Solver convert(String name) {
            return named(Solvers::named, name);
        }

        @Override
        public Iterator<String> iterator() {
            return Solvers.names().iterator();
        }
    }

    static final class OfPolicy implements ITypeConverter<Policy>, Iterable<String> {
        @Override
        public Policy convert(String name) {
            return named(Policies::named, name);
        }

        @Override
        public Iterator<String> iterator() {
            return Policies.names().iterator();
        }
    }

    static final class OfRoute implements ITypeConverter<Router>, Iterable<String> {
        @Override
        public Router convert(String name) {
            return named(Routers::named, name);
        }

        @Override
        public Iterator<String> iterator() {
            return Routers.names().iterator();
        }
    }

    static final class OfForecast implements ITypeConverter<ForecastMethod>, Iterable<String> {
        @Override
        public ForecastMethod convert(String name) {
            return named(ForecastMethod::named, name);
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ForecastMethod.values())
                    .map(ForecastMethod::label)
                    .iterator();
        }
    }

    private static <T> T named(Function<String, T> names, String name) {
        try {
            return names.apply(name);
        } catch (BadInputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
