package dev.berth.profiler.synthesize.write;

/** Hears nothing. */
public enum Silent implements Synthesis.Listener {
    INSTANCE;

    @Override
    public void begin(long bytes) {}

    @Override
    public void file(String path) {}

    @Override
    public void written(long bytes) {}
}
