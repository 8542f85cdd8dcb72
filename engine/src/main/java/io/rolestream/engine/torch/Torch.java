package io.rolestream.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.rolestream.common.files.NativeLibraries;
import java.util.List;
import java.util.Locale;

/** The PyTorch engine of this process, loaded by the first call in about a second. */
public final class Torch {
    private static final String ENGINE = "PyTorch";

    /** The messages of CUDA and its libraries, PyTorch's allocator and C++'s, in lower case. */
    private static final List<String> OUT_OF_MEMORY = List.of(
            "out of memory",
            "cublas_status_alloc_failed",
            "cudnn_status_alloc_failed",
            "defaultcpuallocator",
            "can't allocate memory",
            "cannot allocate memory",
            "not enough memory",
            "bad_alloc");

    static {
        // Everything needed is in jars: download nothing from DJL's server, and report nothing to it.
        System.getProperties().putIfAbsent("ai.djl.offline", "true");
        System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
        // prepareThread sets this per thread; this only silences the engine's advice at start.
        System.getProperties().putIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
    }

    private Torch() {}

    /** @throws TorchException if the native library does not exist for this platform, or cannot be loaded */
    static Engine engine() {
        NativeLibraries.prepare();
        try (NativeWork work = NativeWork.begin()) {
            return Engine.getEngine(ENGINE);
        } catch (EngineException e) {
            throw new TorchException(
                    "PyTorch's native library can't be loaded on " + System.getProperty("os.name") + "/"
                            + System.getProperty("os.arch") + ": " + rootMessage(e),
                    e);
        }
    }

    /** The version of libtorch, such as {@code 2.7.1}. */
    public static String version() {
        return engine().getVersion();
    }

    /** How many GPUs the loaded native library can use; 0 if it was built for the CPU only. */
    public static int gpus() {
        return engine().getGpuCount();
    }

    /** A new owner of arrays on a device; closing it frees them. */
    public static PtNDManager newManager(Device device) {
        return (PtNDManager) engine().newBaseManager(device);
    }

    /** A new owner of arrays in main memory. */
    public static PtNDManager newManager() {
        return newManager(Device.cpu());
    }

    /** A new owner of arrays, closed with its parent at the latest. */
    public static PtNDManager newManager(NDManager parent) {
        return (PtNDManager) parent.newSubManager();
    }

    /**
     * Prepares the calling thread for inference. PyTorch keeps these settings per thread, and defaults to training:
     * gradients are recorded, and the first calls of a function optimize it.
     *
     * @param threads how many threads this thread's operations may use, at least 1
     */
    public static void prepareThread(int threads) {
        try (NativeWork work = NativeWork.begin()) {
            engine();
            JniUtils.setGradMode(false);
            JniUtils.setGraphExecutorOptimize(false);
            JniUtils.setNumThreads(threads);
        }
    }

    /** Seeds PyTorch's random numbers, such as for dropout; the process has one generator. */
    public static void seed(long seed) {
        engine();
        JniUtils.setSeed(seed);
    }

    /** Adds the gradients of a scalar from {@link Script#recorded} to those of the arrays it was computed from. */
    public static void backward(PtNDArray loss) {
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward(loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * Adds gradients to those of the arrays that values were computed from.
     *
     * @param values from {@link Script#recorded}
     * @param gradient of a loss with respect to the values, of the same shape
     */
    public static void backward(PtNDArray values, PtNDArray gradient) {
        JniUtils.backward(values, gradient, false, false);
    }

    /** Whether a call failed because the device ran out of memory, which PyTorch reports only in the message. */
    public static boolean isOutOfMemory(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (OUT_OF_MEMORY.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
