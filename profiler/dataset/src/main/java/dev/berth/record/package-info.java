/** Records as strict JSON, their schemas, and files that are written whole or not at all. */
package dev.berth.record;
