/** What a scenario says of links and radio. */
package dev.berth.optimizer.scenario.network;
