package io.rolestream.engine.precision;

import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.Torch;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the encoder that the caller asks for, or the fastest that agrees with FP32. */
public final class EncoderChooser {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderChooser.class);

    private final DeviceChoice device;
    private final @Nullable Precision asked;
    private final Batching batching;
    private final Fp32Agreement measure;
    private final EncoderMaker maker;

    /**
     * @param asked null for the fastest precision that agrees with FP32
     * @param batching under which candidates are timed
     */
    public EncoderChooser(
            DeviceChoice device,
            @Nullable Precision asked,
            Batching batching,
            Fp32Agreement measure,
            EncoderMaker maker) {
        this.device = device;
        this.asked = asked;
        this.batching = batching;
        this.measure = measure;
        this.maker = maker;
    }

    /**
     * Chooses on the calling thread, which is prepared for inference.
     *
     * @param calibration sequences to compare the candidates on if necessary
     * @param memory where a calibration of the same model on the same machine is stored, or null
     * @throws TorchException if no usable GPU is found but asked for, or PyTorch cannot compute as asked
     */
    public ChosenEncoder choose(Supplier<List<TokenSequence>> calibration, @Nullable CalibrationFile memory) {
        Torch.prepareThread(batching.threads());
        boolean gpu = useGpu();
        if (asked != null) {
            checkFits(asked, gpu);
            return new ChosenEncoder(firstThatWorks(ComputeWay.all(gpu), asked), asked, null);
        }
        Calibration former = memory == null ? null : memory.recall(measure);
        ChosenEncoder recalled = former == null ? null : recalled(former, gpu);
        if (recalled != null) {
            return recalled;
        }
        try (ParallelPasses passes = new ParallelPasses(batching)) {
            ChosenEncoder choice = new Calibrator(
                            maker,
                            passes,
                            measure,
                            calibration.get(),
                            batching.batchTokens(),
                            Calibrator.LONGEST_SECONDS)
                    .choose(ComputeWay.all(gpu));
            if (memory != null && choice.calibration() != null) {
                memory.keep(choice.calibration());
            }
            return choice;
        }
    }

    private boolean useGpu() {
        int gpus = device == DeviceChoice.CPU ? 0 : Torch.gpus();
        if (gpus == 0 && device == DeviceChoice.GPU) {
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
                    return maker.make(way, null);
                } catch (TorchException e) {
                    failures.add(way.label() + ": " + e.reason());
                }
            }
        }
        throw new TorchException("PyTorch cannot compute in " + precision.key()
                + " here; choose another precision, or auto: " + String.join("; ", failures));
    }

    /** The earlier choice, or null if it does not exist any more or does not work. */
    private @Nullable ChosenEncoder recalled(Calibration former, boolean gpu) {
        for (ComputeWay way : ComputeWay.all(gpu)) {
            if (way.label().equals(former.chosen())) {
                try {
                    return new ChosenEncoder(maker.make(way, null), way.precision(), former);
                } catch (TorchException e) {
                    LOG.warn("{}, chosen earlier, no longer works: {}", way.label(), e.reason());
                }
            }
        }
        return null;
    }
}
