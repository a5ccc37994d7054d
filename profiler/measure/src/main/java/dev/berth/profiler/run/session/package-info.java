/** The folder of a session: lock, state, head, rows and logs, whole at any moment. */
package dev.berth.profiler.run.session;
