package dev.berth.optimizer.route;

import java.util.List;
import java.util.Optional;

/** A way to choose a server for each request; stateless, the same seed and views give the same choices. */
public interface Router {
    /** Name on the command line and in files. */
    String name();

    /** What it does, in a sentence of Markdown: the row that the manual has of it. */
    String description();

    /**
     * Starts over.
     *
     * @param terms all that it may know beforehand
     * @param seed of its random choices, if it makes any
     */
    Run start(RouteTerms terms, long seed);

    /** One run; asked and told in order of time. For one thread. */
    interface Run {
        /**
         * The server (index) that a request goes to: one that {@link RouteView#canServe} it.
         *
         * @param view of this request, only while the call lasts
         */
        int route(RouteView view);

        /** A request that it routed has been answered, or lost; in the order in which users learn of it. */
        default void ended(Ended ended) {}

        /** Whether it has devices that respond to each other. */
        default boolean responds() {
            return false;
        }

        /** Where its devices stand with each other; empty where it has none that respond to each other. */
        default Optional<Standing> standing() {
            return Optional.empty();
        }
    }

    /**
     * What became of a request.
     *
     * @param home server (index) whose user asked
     * @param service what was asked for (index among the home's)
     * @param server server (index) that it was routed to
     * @param work size, 1 in the mean
     * @param reward worth of the answer less what waiting and a loss cost; more is better
     */
    record Ended(int home, int service, int server, double work, double reward) {}

    /**
     * Where devices stand that respond to each other; a device is the users of one server asking for one service.
     *
     * @param rounds shifts until the last device that settled had done so, where those of most requests did; else
     *     shifts of the device that shifted most; >= 0
     * @param settledShare of the requests, those whose device could not lower what it sees by a tenth by moving, 0 to 1
     * @param regret what devices would save by moving, as a share of what requests cost them, >= 0
     * @param devices one a row
     */
    record Standing(int rounds, double settledShare, double regret, List<Device> devices) {
        /** Share of the requests whose devices have settled where all are said to have. */
        public static final double SETTLED = 0.95;

        public Standing {
            devices = List.copyOf(devices);
        }
    }

    /**
     * A device and how it splits its requests now.
     *
     * @param home server (index) of its users
     * @param service what they ask for (index among the home's)
     * @param shares by server, adding up to 1
     */
    record Device(int home, int service, List<Double> shares) {
        public Device {
            shares = List.copyOf(shares);
        }
    }
}
