package dev.berth.optimizer.problem;

/**
 * What resources and waiting cost, in cost units (any currency); all finite and >= 0.
 *
 * @param storagePerGibibyteHour pS, price of 2^30 bytes of storage for an hour
 * @param memoryPerGibibyteHour pG, price of 2^30 bytes of device memory for an hour
 * @param energyPerMegajoule price of the energy of loaded models
 * @param delayPerSecond wD, price of one second that one request waits
 * @param switchingPerSecond wX, price of one second of download or preload when residency rises
 * @param hostMemoryPerGibibyteHour price of 2^30 bytes of host memory for an hour
 * @param qualityPerRequest what one request costs that is answered with quality 0 instead of 1
 */
public record Prices(
        double storagePerGibibyteHour,
        double memoryPerGibibyteHour,
        double energyPerMegajoule,
        double delayPerSecond,
        double switchingPerSecond,
        double hostMemoryPerGibibyteHour,
        double qualityPerRequest) {
    /** Host memory and quality cost nothing. */
    public Prices(
            double storagePerGibibyteHour,
            double memoryPerGibibyteHour,
            double energyPerMegajoule,
            double delayPerSecond,
            double switchingPerSecond) {
        this(
                storagePerGibibyteHour,
                memoryPerGibibyteHour,
                energyPerMegajoule,
                delayPerSecond,
                switchingPerSecond,
                0,
                0);
    }
}
