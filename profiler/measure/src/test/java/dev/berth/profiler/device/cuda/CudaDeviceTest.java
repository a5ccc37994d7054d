package dev.berth.profiler.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceContract;
import org.junit.jupiter.api.Nested;

/** A CUDA device keeps what every device promises, through each binding: against the stand-in driver. */
class CudaDeviceTest {
    @Nested
    class ThroughJCuda extends Contract {
        ThroughJCuda() {
            super(new JCudaBinding(), 0);
        }
    }

    @Nested
    class ThroughJna extends Contract {
        ThroughJna() {
            super(new JnaBinding(), 0);
        }
    }

    @Nested
    class TheSecondDevice extends Contract {
        TheSecondDevice() {
            super(new JnaBinding(), 1);
        }
    }

    abstract static class Contract extends DeviceContract {
        private final CudaBinding binding;
        private final int ordinal;

        Contract(CudaBinding binding, int ordinal) {
            this.binding = binding;
            this.ordinal = ordinal;
        }

        @Override
        protected Device open() {
            StandInDriver.require();
            return new CudaDevice(id(), ordinal, binding);
        }

        @Override
        protected String id() {
            return "cuda:" + ordinal;
        }

        @Override
        protected void assertNoLeak() {
            assertEquals(0, StandInDriver.leaks());
        }
    }
}
