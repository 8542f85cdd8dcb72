package io.rolestream.engine.torch;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of NVIDIA's GPUs according to the driver's library (NVML). It does not use CUDA, so asking does not
 * disturb a GPU that computes.
 */
public final class GpuMemory {
    private static final String LIBRARY = "nvidia-ml";
    private static final int SUCCESS = 0;

    /** {@code nvmlMemory_t} is three unsigned 64-bit numbers: total, free, used. */
    private static final int STRUCTURE_BYTES = 24;

    private static final int TOTAL_AT = 0;
    private static final int USED_AT = 16;

    private static final @Nullable Nvml NVML = load();

    /** @param usedBytes by all processes */
    public record Usage(long usedBytes, long totalBytes) {}

    /** The library's functions. */
    private interface Nvml extends Library {
        int nvmlInit_v2();

        int nvmlDeviceGetCount_v2(IntByReference count);

        int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

        int nvmlDeviceGetMemoryInfo(Pointer device, Pointer memory);
    }

    private GpuMemory() {}

    private static @Nullable Nvml load() {
        try {
            Nvml found = Native.load(LIBRARY, Nvml.class);
            return found.nvmlInit_v2() == SUCCESS ? found : null;
        } catch (UnsatisfiedLinkError e) {
            return null; // no NVIDIA driver
        }
    }

    /** How many GPUs the driver knows. Their indices are the driver's, which may differ from CUDA's. */
    public static int gpus() {
        IntByReference count = new IntByReference();
        return NVML != null && NVML.nvmlDeviceGetCount_v2(count) == SUCCESS ? count.getValue() : 0;
    }

    /** The memory of a GPU, or empty if the driver does not tell. */
    public static Optional<Usage> of(int index) {
        PointerByReference device = new PointerByReference();
        if (NVML == null || NVML.nvmlDeviceGetHandleByIndex_v2(index, device) != SUCCESS) {
            return Optional.empty();
        }
        try (Memory memory = new Memory(STRUCTURE_BYTES)) {
            return NVML.nvmlDeviceGetMemoryInfo(device.getValue(), memory) == SUCCESS
                    ? Optional.of(new Usage(memory.getLong(USED_AT), memory.getLong(TOTAL_AT)))
                    : Optional.empty();
        }
    }
}
