package io.rolestream.engine.model.bert;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Packed;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * The fast forward pass: one TorchScript function for the whole model, no padding, fused attention, and linear layers that are packed
 * once for the CPU at hand. Of the last layer only what the first tokens need is computed.
 */
public final class ScriptEncoder implements Encoder {
    private static final String SCRIPT = "inference";

    /** The number of rows that oneDNN's layout of weights is chosen for. */
    private static final int TYPICAL_ROWS = 1024;

    private final ModelConfig config;
    private final Precision precision;
    private final boolean packed;
    private final Device device;
    private final PtNDManager manager;
    private final Script script;
    private final List<PtNDArray> weights = new ArrayList<>();
    private final List<Packed> linears = new ArrayList<>();

    private ScriptEncoder(ModelConfig config, Precision precision, boolean packed, Device device) {
        this.config = config;
        this.precision = precision;
        this.packed = packed;
        this.device = device;
        manager = Torch.newManager(device);
        script = Script.load(SCRIPT);
    }

    /**
     * Makes an encoder of a classifier's parameters, which are copied.
     *
     * @param packed whether linear layers are packed by oneDNN; for FP32 and BF16 on a CPU
     * @param device the CPU or a GPU
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static ScriptEncoder of(Parameters parameters, Precision precision, boolean packed, Device device) {
        if (parameters.head() != Head.CLASSIFIER) {
            throw new IllegalArgumentException("no classifier");
        }
        ScriptEncoder encoder = new ScriptEncoder(parameters.config(), precision, packed, device);
        try (PtNDManager scratch = Torch.newManager()) {
            encoder.addWeights(parameters.arrays(), scratch);
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
        return encoder;
    }

    /** The source of what it computes; another source can give other numbers. */
    public static String source() {
        return Script.source(SCRIPT);
    }

    private void addWeights(List<PtNDArray> p, PtNDManager scratch) {
        int hidden = config.hiddenSize();
        try (NDArray firstType = p.get(2).get("0")) {
            NDArray positions = p.get(1).add(firstType);
            positions.attach(scratch);
            addPlain(p.get(0));
            addPlain((PtNDArray) positions);
        }
        addPlain(p.get(3));
        addPlain(p.get(4));
        int at = ModelLayout.EMBEDDINGS;
        for (int layer = 0; layer < config.layers(); layer++) {
            if (layer < config.layers() - 1) {
                addLinear(p.get(at), p.get(at + 1));
            } else {
                addLinear(
                        rows(p.get(at), hidden, 3 * hidden, scratch), rows(p.get(at + 1), hidden, 3 * hidden, scratch));
                addLinear(rows(p.get(at), 0, hidden, scratch), rows(p.get(at + 1), 0, hidden, scratch));
            }
            addLinear(p.get(at + 2), p.get(at + 3));
            addPlain(p.get(at + 4));
            addPlain(p.get(at + 5));
            addLinear(p.get(at + 6), p.get(at + 7));
            addLinear(p.get(at + 8), p.get(at + 9));
            addPlain(p.get(at + 10));
            addPlain(p.get(at + 11));
            at += ModelLayout.PER_LAYER;
        }
        for (; at < p.size(); at++) {
            addPlain(p.get(at));
        }
    }

    private static PtNDArray rows(PtNDArray array, int from, int to, PtNDManager scratch) {
        PtNDArray part = (PtNDArray) array.get(new NDIndex(from + ":" + to));
        part.attach(scratch);
        return part;
    }

    private void addLinear(PtNDArray weight, PtNDArray bias) {
        if (precision == Precision.INT8) {
            linears.add(script.packed("quantize", Arguments.of().tensor(weight).tensor(bias)));
            return;
        }
        if (packed) {
            try (PtNDArray converted = converted(weight)) {
                weights.add(script.tensor(
                        manager, "reorder", Arguments.of().tensor(converted).integer(TYPICAL_ROWS)));
            }
        } else {
            addPlain(weight);
        }
        addPlain(bias);
    }

    private void addPlain(PtNDArray array) {
        try (PtNDArray there = array.toDevice(device, true)) {
            weights.add(converted(there));
        }
    }

    private PtNDArray converted(PtNDArray array) {
        String function = switch (precision) {
            case BF16 -> "to_bf16";
            case FP16 -> "to_fp16";
            case FP32, INT8 -> "to_fp32";
        };
        return script.tensor(manager, function, Arguments.of().tensor(array));
    }

    @Override
    public float[][] logits(PackedSequences sequences) {
        sequences.check(config);
        try (PtNDManager scratch = Torch.newManager(device)) {
            Arguments arguments = Arguments.of()
                    .tensor(integers(scratch, sequences.ids()))
                    .tensor(integers(scratch, sequences.positions(config)))
                    .tensor(integers(scratch, sequences.first()))
                    .integers(sequences.groupCounts())
                    .integers(sequences.groupLengths())
                    .tensors(weights);
            boolean int8 = precision == Precision.INT8;
            if (int8) {
                arguments.packed(linears);
            }
            arguments
                    .integer(config.layers())
                    .integer(config.heads())
                    .string(config.activation().key())
                    .number(config.layerNormEps());
            if (!int8) {
                arguments.flag(packed);
            }
            PtNDArray logits = script.tensor(scratch, int8 ? "int8_logits" : "logits", arguments);
            return sequences.inOrder(logits.toFloatArray());
        }
    }

    private static NDArray integers(PtNDManager owner, int[] values) {
        return owner.create(values, new Shape(values.length));
    }

    @Override
    public String description() {
        return precision.key() + " on " + (device.isGpu() ? "gpu" : "cpu") + (packed ? ", packed linear layers" : "");
    }

    @Override
    public void close() {
        linears.forEach(Packed::close);
        linears.clear();
        manager.close();
        script.close();
    }
}
