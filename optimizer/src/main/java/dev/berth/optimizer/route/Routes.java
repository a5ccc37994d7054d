package dev.berth.optimizer.route;

import java.util.Optional;

/**
 * How requests may go from one server to another.
 *
 * @param network what lies between them
 * @param crash when a server is overloaded; empty where it never is
 * @param learning how routers learn
 */
public record Routes(Network network, Optional<CrashRule> crash, RouteTerms.Learning learning) {}
