package dev.berth.optimizer.route;

/** What may be seen of all servers when a request asks for one. Servers are indices below {@link #servers}. */
public interface RouteView {
    /** Number of servers, >= 1. */
    int servers();

    /** The server whose user asks; it can always serve. */
    int home();

    /** What is asked for: an index among the services of the home. */
    int service();

    /** Size of the request, 1 in the mean, > 0. */
    double work();

    /** Whether a server offers the service. */
    boolean canServe(int server);

    /** Network delay there and back in nanoseconds, >= 0; 0 for the home. */
    long networkNanos(int server);

    /**
     * What the request would be expected to wait there, network apart: download and load where the model is not there,
     * the queue and the serving, or the cloud where the server would pass it on; in nanoseconds, >= 0.
     */
    long waitNanos(int server);

    /** Work that a server still has to do, what is on its way there included, in nanoseconds, >= 0. */
    long backlogNanos(int server);

    /**
     * What a server may take on before it is overloaded and loses what is running, with this request in it; below 0
     * where this request would be one too many. Infinite where nothing is ever lost.
     */
    double room(int server);
}
