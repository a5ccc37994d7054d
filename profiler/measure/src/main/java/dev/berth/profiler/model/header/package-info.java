/** Reads headers piece by piece within a budget: integers, texts, JSON, protobuf, shapes, shards and their index. */
package dev.berth.profiler.model.header;
