package io.rolestream.classifier.inference;

import ai.djl.Device;
import io.rolestream.classifier.encoder.Encoder;
import io.rolestream.classifier.encoder.LengthBatches;
import io.rolestream.classifier.encoder.PackedSequences;
import io.rolestream.classifier.encoder.Parameters;
import io.rolestream.classifier.encoder.Precision;
import io.rolestream.classifier.encoder.ScriptEncoder;
import io.rolestream.classifier.torch.Torch;
import io.rolestream.classifier.torch.TorchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the encoder that the options ask for, or the fastest that agrees with FP32. */
final class EncoderChooser {
    /** An encoder, its numbers, and how it was chosen; null where the options said. */
    record Choice(
            Encoder encoder, Precision precision, @Nullable Calibration calibration) {}

    /** A way of computing. */
    private record Way(Precision precision, boolean packed, Device device) {
        String label() {
            return precision.key() + (packed ? " packed" : "") + " on " + (device.isGpu() ? "gpu" : "cpu");
        }
    }

    private static final int ROUNDS = 2;

    private final Parameters parameters;
    private final InferenceOptions options;

    EncoderChooser(Parameters parameters, InferenceOptions options) {
        this.parameters = parameters;
        this.options = options;
    }

    /**
     * Chooses on the calling thread, which is prepared for inference.
     *
     * @param calibration sequences to compare the candidates on
     * @throws TorchException if a GPU is asked for and none can be used, or PyTorch cannot compute as asked here
     */
    Choice choose(List<int[]> calibration) {
        Torch.prepareThread(options.threads());
        boolean gpu = useGpu();
        Precision asked = options.precision();
        if (asked != null) {
            checkFits(asked, gpu);
            return new Choice(encoder(ways(gpu, asked)), asked, null);
        }
        return calibrate(ways(gpu, null), calibration);
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

    /** The ways to compute on a device, plain FP32 first; of one precision alone, the preferred first. */
    private static List<Way> ways(boolean gpu, @Nullable Precision precision) {
        List<Way> all = new ArrayList<>();
        if (gpu) {
            all.add(new Way(Precision.FP32, false, Device.gpu()));
            all.add(new Way(Precision.BF16, false, Device.gpu()));
            all.add(new Way(Precision.FP16, false, Device.gpu()));
        } else {
            all.add(new Way(Precision.FP32, false, Device.cpu()));
            all.add(new Way(Precision.FP32, true, Device.cpu()));
            all.add(new Way(Precision.BF16, true, Device.cpu()));
            all.add(new Way(Precision.INT8, false, Device.cpu()));
        }
        if (precision != null) {
            all.removeIf(way -> way.precision() != precision);
            Collections.reverse(all);
        }
        return all;
    }

    /** The first way that works; packed linear layers need a CPU that oneDNN knows. */
    private Encoder encoder(List<Way> ways) {
        List<String> failures = new ArrayList<>();
        for (Way way : ways) {
            try {
                return encoder(way);
            } catch (TorchException e) {
                failures.add(way.label() + ": " + firstLine(e));
            }
        }
        throw new TorchException("PyTorch cannot compute as asked here: " + String.join("; ", failures));
    }

    private Encoder encoder(Way way) {
        return ScriptEncoder.of(parameters, way.precision(), way.packed(), way.device());
    }

    private Choice calibrate(List<Way> ways, List<int[]> sequences) {
        List<PackedSequences> batches = batches(sequences);
        List<Calibration.Candidate> candidates = new ArrayList<>();
        int[] expected = null;
        Encoder best = null;
        double bestRate = 0;
        Way chosen = null;
        try {
            for (Way way : ways) {
                Encoder encoder = null;
                try {
                    encoder = encoder(way);
                    int[] labels = labels(encoder, batches);
                    if (expected == null) {
                        expected = labels;
                    }
                    Calibration.Candidate candidate = new Calibration.Candidate(
                            way.label(), way.precision(), rate(encoder, batches), agreement(labels, expected), null);
                    candidates.add(candidate);
                    if (candidate.accepted() && candidate.tokensPerSecond() > bestRate) {
                        Encoder slower = best;
                        best = encoder;
                        encoder = slower;
                        bestRate = candidate.tokensPerSecond();
                        chosen = way;
                    }
                } catch (TorchException e) {
                    candidates.add(new Calibration.Candidate(way.label(), way.precision(), 0, 0, firstLine(e)));
                } finally {
                    if (encoder != null) {
                        encoder.close();
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            if (best != null) {
                best.close();
            }
            throw e;
        }
        if (best == null || chosen == null) {
            throw new TorchException("PyTorch cannot compute the model here: " + candidates);
        }
        return new Choice(best, chosen.precision(), new Calibration(chosen.label(), candidates));
    }

    private List<PackedSequences> batches(List<int[]> sequences) {
        return LengthBatches.of(sequences, options.batchTokens()).stream()
                .map(indexes -> PackedSequences.of(
                        IntStream.of(indexes).mapToObj(sequences::get).toList()))
                .toList();
    }

    private static int[] labels(Encoder encoder, List<PackedSequences> batches) {
        return batches.stream()
                .flatMap(batch -> Arrays.stream(encoder.logits(batch)))
                .mapToInt(Prediction::argmax)
                .toArray();
    }

    /** Tokens per second on the batch in the middle, the best of some rounds. */
    private static double rate(Encoder encoder, List<PackedSequences> batches) {
        PackedSequences batch = batches.get(batches.size() / 2);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            encoder.logits(batch);
            best = Math.min(best, System.nanoTime() - start);
        }
        return batch.tokens() * 1e9 / best;
    }

    private static double agreement(int[] labels, int[] expected) {
        int same = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == expected[i]) {
                same++;
            }
        }
        return (double) same / labels.length;
    }

    private static String firstLine(TorchException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
