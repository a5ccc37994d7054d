package dev.berth.profiler.engine.onnxruntime;

import dev.berth.profiler.fetch.PublishedPackage;
import dev.berth.profiler.fetch.PublishedPackage.Client;

/** The packages that ONNX Runtime comes in, pinned. */
public final class OrtPackages {
    /** Of the library. */
    public static final String VERSION = "1.29.0";

    /** Classes, and the native part for Linux; the package has those of other systems too. */
    private static final String ENTRIES =
            "(ai/onnxruntime/(?:[^/]+\\.class|providers/.+|platform/.+|native/linux-(?:x64|aarch64)/.+))";

    /** For the processor. */
    public static final PublishedPackage CPU = new PublishedPackage(
            "onnxruntime-" + VERSION,
            Client.MAVEN,
            "com.microsoft.onnxruntime:onnxruntime:" + VERSION,
            "5933bbc0c6c4d89afc04bf7c11011de23a947509c1352e5bf5936e62a84e4d10",
            "349bbff658defa974f9eb91be830db8137d59e3469680b506512ceaa5796cc78",
            ENTRIES,
            54_400_660,
            "MIT");

    /** For NVIDIA GPUs of 64-bit x86; needs the libraries of CUDA 12 and cuDNN 9 on the machine. */
    static final PublishedPackage CUDA = new PublishedPackage(
            "onnxruntime_gpu-" + VERSION,
            Client.MAVEN,
            "com.microsoft.onnxruntime:onnxruntime_gpu:" + VERSION,
            "fe39a98c499fc9be3944dd2bf2fb77d7dc5f152668bf95d8beb1c3d7b22f2a89",
            "d3a732c0c661bec0238dfa44339100e914764bfb0002395a7fb923fb13092086",
            ENTRIES,
            642_295_340,
            "MIT");

    private OrtPackages() {}
}
