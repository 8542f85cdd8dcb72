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

/** The PyTorch engine of this process. It is loaded by the first call, which takes about a second. */
public final class Torch {
    private static final String ENGINE = "PyTorch";

    /** What CUDA and its libraries, PyTorch's allocator and C++'s say, in lower case. */
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
        // All that is needed is in jars; nothing is to be looked for on DJL's server, and nothing reported to it.
        System.getProperties().putIfAbsent("ai.djl.offline", "true");
        System.getProperties().putIfAbsent("OPT_OUT_TRACKING", "true");
        // Said per thread by inferenceThread; this keeps the engine from advising it at start.
        System.getProperties().putIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
    }

    private Torch() {}

    /**
     * The engine.
     *
     * @throws TorchException if the native library is not there for this platform, or cannot be loaded
     */
    static Engine engine() {
        NativeLibraries.prepare();
        try {
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

    /**
     * The number of GPUs that can be used by the native library that is loaded; 0 where it was built for the CPU alone.
     */
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

    /** A new owner of arrays inside another, closed with it at the latest. */
    public static PtNDManager newManager(NDManager parent) {
        return (PtNDManager) parent.newSubManager();
    }

    /**
     * Makes the calling thread ready for inference. PyTorch keeps these settings per thread, and their defaults are
     * those for training: gradients are recorded, and the first calls of a function are spent on optimizing it.
     *
     * @param threads how many threads the operations that this thread calls may use, at least 1
     */
    public static void prepareThread(int threads) {
        engine();
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setNumThreads(threads);
    }

    /** Seeds the random numbers that PyTorch draws, as for dropout; one generator serves the whole process. */
    public static void seed(long seed) {
        engine();
        JniUtils.setSeed(seed);
    }

    /**
     * Adds the gradients of a scalar to those of the arrays that it was computed from.
     *
     * @param loss what {@link Script#recorded} returned
     */
    public static void backward(PtNDArray loss) {
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward(loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * Whether a call failed because memory of the device was lacking. PyTorch tells it by the message alone.
     *
     * @param failure what a call threw
     */
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
