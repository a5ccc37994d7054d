package dev.berth.optimizer.network;

/**
 * One way by which bytes come to a server.
 *
 * @param name not blank; the same on all servers that share it
 * @param bytesPerSecond rate, finite and > 0; of a shared link what this server gets where nobody else uses it
 * @param delayNanos from asking until bytes come, >= 0
 */
public record Link(String name, double bytesPerSecond, long delayNanos) {
    public Link {
        if (name.isBlank() || !(bytesPerSecond > 0 && bytesPerSecond < Double.POSITIVE_INFINITY) || delayNanos < 0) {
            throw new IllegalArgumentException("out of range: link " + name + " of bytesPerSecond=" + bytesPerSecond
                    + ", delayNanos=" + delayNanos + ", expected a name, a finite rate > 0 and a delay >= 0");
        }
    }
}
