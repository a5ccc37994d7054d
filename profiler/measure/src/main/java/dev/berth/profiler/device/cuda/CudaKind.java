package dev.berth.profiler.device.cuda;

import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DeviceKind;

/** GPUs of NVIDIA's. */
public final class CudaKind implements DeviceKind {
    @Override
    public String name() {
        return Vocabulary.CUDA;
    }

    @Override
    public String title() {
        return "CUDA";
    }

    @Override
    public int count() {
        try {
            return CudaDriver.countDevices(name(), CudaBinding.ofThisMachine());
        } catch (DeviceException e) {
            return 0;
        }
    }

    @Override
    public Device open(int number) {
        return new CudaDevice(id(number), number, CudaBinding.ofThisMachine());
    }
}
