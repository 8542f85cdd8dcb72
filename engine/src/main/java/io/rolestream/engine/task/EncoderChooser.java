package io.rolestream.engine.task;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.ScriptEncoder;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the encoder that the options ask for, or the fastest that agrees with FP32. */
final class EncoderChooser {
    /** An encoder, its numbers, and how it was chosen; null where the options said. */
    record Choice(
            Encoder encoder, Precision precision, @Nullable Calibration calibration) {}

    private static final Logger LOG = LoggerFactory.getLogger(EncoderChooser.class);

    private final Parameters parameters;
    private final InferenceOptions options;

    EncoderChooser(Parameters parameters, InferenceOptions options) {
        this.parameters = parameters;
        this.options = options;
    }

    /**
     * Chooses on the calling thread, which is prepared for inference.
     *
     * @param calibration sequences to compare the candidates on, if they have to be
     * @param memory where a calibration of the same model on the same machine is kept, or null
     * @throws TorchException if a GPU is asked for and none can be used, or PyTorch cannot compute as asked here
     */
    Choice choose(Supplier<List<int[]>> calibration, @Nullable CalibrationFile memory) {
        Torch.prepareThread(options.threads());
        boolean gpu = useGpu();
        Precision asked = options.precision();
        if (asked != null) {
            checkFits(asked, gpu);
            return new Choice(firstThatWorks(ComputeWay.all(gpu), asked), asked, null);
        }
        Calibration former = memory == null ? null : memory.recall();
        Choice recalled = former == null ? null : recalled(former, gpu);
        if (recalled != null) {
            return recalled;
        }
        Choice choice = calibrated(calibration.get(), gpu);
        if (memory != null && choice.calibration() != null) {
            memory.keep(choice.calibration());
        }
        return choice;
    }

    private Choice calibrated(List<int[]> sequences, boolean gpu) {
        try (ParallelPasses passes = new ParallelPasses(options)) {
            return new Calibrator(this::encoder, passes, sequences, options.batchTokens()).choose(ComputeWay.all(gpu));
        }
    }

    private boolean useGpu() {
        int gpus = options.device() == DeviceChoice.CPU ? 0 : Torch.gpus();
        if (gpus == 0 && options.device() == DeviceChoice.GPU) {
            throw new TorchException(
                    "No GPU can be used: PyTorch " + Torch.version() + " finds none. The library that comes with"
                            + " Rolestream computes on the CPU alone; to use another, set PYTORCH_LIBRARY_PATH to the folder of a libtorch "
                            + Torch.version() + " with CUDA, PYTORCH_VERSION=" + Torch.version()
                            + " and PYTORCH_FLAVOR=cu128. Or choose the device cpu or auto");
        }
        return gpus > 0;
    }

    private static void checkFits(Precision precision, boolean gpu) {
        if (gpu && precision == Precision.INT8) {
            throw new TorchException("int8 is for CPUs; on a GPU choose fp16, bf16 or fp32");
        }
        if (!gpu && precision == Precision.FP16) {
            throw new TorchException("fp16 is for GPUs; on the CPU choose bf16, int8 or fp32");
        }
    }

    /** Packed linear layers need a CPU that oneDNN knows, so the first way of a precision may not work. */
    private Encoder firstThatWorks(List<ComputeWay> ways, Precision precision) {
        List<String> failures = new ArrayList<>();
        for (ComputeWay way : ways) {
            if (way.precision() == precision) {
                try {
                    return encoder(way);
                } catch (TorchException e) {
                    failures.add(way.label() + ": " + e.firstLine());
                }
            }
        }
        throw new TorchException("PyTorch cannot compute as asked here: " + String.join("; ", failures));
    }

    private Encoder encoder(ComputeWay way) {
        return ScriptEncoder.of(parameters, Output.LOGITS, way.precision(), way.packed(), way.device());
    }

    /** The choice that was made formerly; null where there is no such way any more, or it does not work. */
    private @Nullable Choice recalled(Calibration former, boolean gpu) {
        for (ComputeWay way : ComputeWay.all(gpu)) {
            if (way.label().equals(former.chosen())) {
                try {
                    return new Choice(encoder(way), way.precision(), former);
                } catch (TorchException e) {
                    LOG.warn("{}, chosen earlier, no longer works: {}", way.label(), e.firstLine());
                }
            }
        }
        return null;
    }
}
