/** What a scenario says of services that are more than one model kept in one way. */
package dev.berth.optimizer.scenario.services;
