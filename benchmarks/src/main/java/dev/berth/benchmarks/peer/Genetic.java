package dev.berth.benchmarks.peer;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import io.jenetics.EliteSelector;
import io.jenetics.IntegerGene;
import io.jenetics.MultiPointCrossover;
import io.jenetics.Mutator;
import io.jenetics.Optimize;
import io.jenetics.TournamentSelector;
import io.jenetics.engine.Codec;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.Limits;
import io.jenetics.util.RandomRegistry;
import java.util.OptionalLong;
import java.util.Random;

/**
 * The genetic algorithm of Jenetics on whole plans: the slots of a model stand side by side, so that crossover keeps
 * most of a model's history together; plans that break a limit are repaired when they are decoded. One thread, seeded;
 * it ends when its time is over, or when {@value #STEADY_GENERATIONS} generations found nothing better.
 */
public final class Genetic implements Solver {
    private static final int POPULATION = 100;
    private static final int STEADY_GENERATIONS = 300;
    private static final double MUTATIONS_PER_PLAN = 4;
    private static final int CROSSOVER_POINTS = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PeerLimits peerLimits;

    /** Of the limits, only the time counts. */
    public Genetic(PeerLimits limits) {
        peerLimits = limits;
    }

    @Override
    public String name() {
        return "jenetics";
    }

    @Override
    public String description() {
        return "a genetic algorithm over whole plans by Jenetics";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        PeerSolutions.requireChain(name(), problem);
        return RandomRegistry.with(new Random(1), random -> evolve(problem));
    }

    private Solution evolve(Problem problem) {
        double cells = (double) problem.slots() * problem.models();
        PlanCodec plans = new PlanCodec(problem);
        long end = System.nanoTime() + Math.round(peerLimits.seconds() * NANOS_PER_SECOND);
        Codec<byte[], IntegerGene> codec = Codec.of(plans::draw, plans::decode);
        Engine<IntegerGene, Long> engine = Engine.builder(plans::cost, codec)
                .populationSize(POPULATION)
                .optimize(Optimize.MINIMUM)
                .survivorsSelector(new EliteSelector<>(POPULATION / 20))
                .offspringSelector(new TournamentSelector<>(3))
                .alterers(
                        new MultiPointCrossover<>(0.7, CROSSOVER_POINTS),
                        new Mutator<>(Math.min(0.5, MUTATIONS_PER_PLAN / cells)))
                .executor(Runnable::run)
                .build();
        EvolutionResult<IntegerGene, Long> result = engine.stream()
                .limit(Limits.bySteadyFitness(STEADY_GENERATIONS))
                .limit(generation -> generation.generation() <= 1 || System.nanoTime() - end < 0)
                .collect(EvolutionResult.toBestEvolutionResult());
        byte[] best = plans.decode(result.bestPhenotype().genotype());
        return PeerSolutions.of(
                name(),
                problem,
                new Plan(problem.models(), best),
                OptionalLong.empty(),
                0,
                false,
                result.totalGenerations() + " generations");
    }
}
