package dev.berth.profiler.preload;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.PreloadSetting;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ReaderKind;

/**
 * How bytes are read.
 *
 * @param reader by which calls
 * @param threads reading threads, 1 to 64
 * @param chunkBytes bytes of one read, a multiple of 4096 up to 64 MiB
 */
public record ReaderSetting(ReaderKind reader, int threads, int chunkBytes) {
    private static final int MAX_THREADS = 64;
    private static final int MAX_CHUNK_BYTES = 64 << 20;

    /**
     * What reading takes besides the files: a ring of staging buffers, and the threads that fill it.
     *
     * @param threads reading threads, 1 to 64
     * @param chunkBytes bytes of each buffer, a multiple of 4096 up to 64 MiB
     */
    public record Ring(int threads, int chunkBytes) {
        /** Bytes of all its buffers. */
        public long bytes() {
            return Preloader.stagingBytes(threads, chunkBytes);
        }
    }

    public ReaderSetting {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads out of range: " + threads + ", expected 1 to " + MAX_THREADS);
        }
        if (chunkBytes <= 0 || chunkBytes > MAX_CHUNK_BYTES || chunkBytes % ChunkPlan.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("chunk size out of range: " + chunkBytes
                    + " bytes, expected a multiple of " + ChunkPlan.BLOCK_BYTES + " up to " + MAX_CHUNK_BYTES
                    + ", for example 2MiB");
        }
    }

    /** How the runs of a setting are read. */
    public static ReaderSetting of(PreloadSetting setting) {
        return new ReaderSetting(ReaderKind.of(setting.reader()), setting.threads(), setting.chunkBytes());
    }

    /** The same as the setting of preloads to a device. */
    public PreloadSetting of(String device, CacheTier tier) {
        return new PreloadSetting(device, tier, reader.label(), threads, chunkBytes);
    }

    /** The buffers and threads that it needs; settings that differ in the reader alone share them. */
    public Ring ring() {
        return new Ring(threads, chunkBytes);
    }
}
