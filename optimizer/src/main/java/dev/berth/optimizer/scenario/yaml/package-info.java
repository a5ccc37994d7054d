/** Mappings of a YAML file, taken key by key: every fault by file, line and key. */
package dev.berth.optimizer.scenario.yaml;
