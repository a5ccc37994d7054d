/** What a scenario says of links, radio and routes. */
package dev.berth.optimizer.scenario.network;
