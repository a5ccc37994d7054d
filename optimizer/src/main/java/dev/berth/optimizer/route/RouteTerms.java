package dev.berth.optimizer.route;

/**
 * What a router may know before the first request.
 *
 * @param servers number of servers, >= 1; each is the home of its users
 * @param services most services that one server offers, >= 1
 * @param learning how those that learn do so
 */
public record RouteTerms(int servers, int services, Learning learning) {
    public RouteTerms {
        if (servers < 1 || services < 1) {
            throw new IllegalArgumentException(
                    "out of range: servers=" + servers + ", services=" + services + ", expected >= 1");
        }
    }

    /**
     * How routers learn.
     *
     * @param exploration times the width of {@code ucb1}'s and {@code lin-ucb}'s confidence, and of {@code thompson}'s
     *     spread, >= 0
     * @param memoryRequests requests of a device after which an answer counts a third (1/e) of a new one; >= 1,
     *     infinite where nothing is forgotten
     * @param roundRequests answers of a device between two shifts of its shares by {@code best-response}, >= 1
     */
    public record Learning(double exploration, double memoryRequests, int roundRequests) {
        /** Where nothing is said. */
        public static final Learning USUAL = new Learning(0.5, Double.POSITIVE_INFINITY, 25);

        public Learning {
            if (!(exploration >= 0) || !(memoryRequests >= 1) || roundRequests < 1) {
                throw new IllegalArgumentException("out of range: exploration=" + exploration + ", memoryRequests="
                        + memoryRequests + ", roundRequests=" + roundRequests);
            }
        }

        /** What an answer counts once another has come. */
        double fading() {
            return Math.exp(-1 / memoryRequests);
        }
    }
}
