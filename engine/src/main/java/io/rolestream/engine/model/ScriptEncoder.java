package io.rolestream.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.ModelScript.Mode;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Packed;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The fast forward pass: one TorchScript function for the whole model, no padding, fused attention, and linear layers
 * packed once for this CPU.
 */
public final class ScriptEncoder implements Encoder {
    /** The number of rows for which oneDNN chooses its layout of weights. */
    private static final int TYPICAL_ROWS = 1024;

    private final ModelConfig config;
    private final int firstPosition;
    private final Output output;
    private final Precision precision;
    private final boolean packed;
    private final Device device;
    private final PtNDManager manager;
    private final Script script;
    private final NDArray firstType;
    private final List<PtNDArray> weights = new ArrayList<>();
    private final List<Packed> linears = new ArrayList<>();

    private ScriptEncoder(
            ModelConfig config, Output output, Precision precision, boolean packed, Device device, ModelScript source) {
        this.config = config;
        this.output = output;
        this.precision = precision;
        this.packed = packed;
        this.device = device;
        firstPosition = EncoderFamily.of(config).firstPosition(config);
        manager = Torch.newManager(device);
        script = Script.of(config.type(), source.source());
        firstType = integers(manager, new int[1]);
    }

    /**
     * Copies the parameters.
     *
     * @param packed whether linear layers are packed by oneDNN; for FP32 and BF16 on a CPU
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static ScriptEncoder of(
            Parameters parameters, Output output, Precision precision, boolean packed, Device device) {
        output.check(parameters);
        try (NativeWork work = NativeWork.begin()) {
            return loaded(parameters, output, precision, packed, device);
        }
    }

    private static ScriptEncoder loaded(
            Parameters parameters, Output output, Precision precision, boolean packed, Device device) {
        Mode mode = precision == Precision.INT8 ? Mode.INT8 : packed ? Mode.PACKED : Mode.PLAIN;
        ModelScript source = source(parameters.config(), parameters.layout(), output, mode);
        ScriptEncoder encoder = new ScriptEncoder(parameters.config(), output, precision, packed, device, source);
        try (PtNDManager scratch = Torch.newManager();
                Script layouts = Script.load("weights")) {
            new Loading(encoder, parameters, layouts, scratch).load(source);
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
        return encoder;
    }

    /** The source of a classifier in all modes; if it changes, results can change. */
    public static String source(ModelConfig config) {
        ModelLayout layout = EncoderFamily.of(config).layout(config, Head.CLASSIFIER);
        StringBuilder all = new StringBuilder();
        for (Mode mode : List.of(Mode.PLAIN, Mode.PACKED, Mode.INT8)) {
            all.append(source(config, layout, Output.LOGITS, mode).source());
        }
        return all.toString();
    }

    private static ModelScript source(ModelConfig config, ModelLayout layout, Output output, Mode mode) {
        EncoderFamily family = EncoderFamily.of(config);
        List<String> parts = new ArrayList<>();
        parts.add(ModelScript.shared("common"));
        parts.add(ModelScript.shared("inference"));
        parts.add(ModelScript.shared(mode.name().toLowerCase(Locale.ROOT)));
        parts.add(family.encoder());
        if (output == Output.LOGITS) {
            parts.add(family.classifier());
            parts.add(ModelScript.shared("logits"));
        } else {
            parts.add(ModelScript.shared("pooled"));
        }
        return new ModelScript(layout, family.constants(config, 0.0), mode, parts);
    }

    /** Converts the weights that a source names to the layouts of the encoder. */
    private record Loading(ScriptEncoder encoder, Parameters parameters, Script layouts, PtNDManager scratch) {
        void load(ModelScript source) {
            for (ModelScript.Slice slice : source.tensors()) {
                boolean reorder = encoder.packed && parameters.layout().isPackable(slice.parameter());
                encoder.weights.add(reorder ? reordered(array(slice)) : plain(array(slice)));
            }
            for (ModelScript.Named linear : source.linears()) {
                ModelScript.Slice bias = linear.bias();
                Arguments weight = Arguments.of().tensor(array(linear.weight()));
                encoder.linears.add(
                        bias == null
                                ? layouts.packed("quantize_without_bias", weight)
                                : layouts.packed("quantize", weight.tensor(array(bias))));
            }
        }

        private PtNDArray array(ModelScript.Slice slice) {
            PtNDArray whole = parameters.arrays().get(slice.parameter());
            Parameter parameter = parameters.layout().parameters().get(slice.parameter());
            if (slice.to() - slice.from() == parameter.tensors().size()) {
                return whole;
            }
            PtNDArray part = (PtNDArray) whole.get(
                    new NDIndex(slice.from() * parameter.tensorRows() + ":" + slice.to() * parameter.tensorRows()));
            part.attach(scratch);
            return part;
        }

        private PtNDArray reordered(PtNDArray array) {
            try (PtNDArray converted = converted(array)) {
                return layouts.tensor(
                        encoder.manager,
                        "reorder",
                        Arguments.of().tensor(converted).integer(TYPICAL_ROWS));
            }
        }

        private PtNDArray plain(PtNDArray array) {
            try (PtNDArray there = array.toDevice(encoder.device, true)) {
                return converted(there);
            }
        }

        private PtNDArray converted(PtNDArray array) {
            String function = switch (encoder.precision) {
                case BF16 -> "to_bf16";
                case FP16 -> "to_fp16";
                case FP32, INT8 -> "to_fp32";
            };
            return layouts.tensor(encoder.manager, function, Arguments.of().tensor(array));
        }
    }

    @Override
    public float[][] compute(PackedSequences sequences) {
        sequences.check(config);
        try (NativeWork work = NativeWork.begin();
                PtNDManager scratch = Torch.newManager(device)) {
            Arguments arguments = Arguments.of()
                    .tensor(integers(scratch, sequences.ids()))
                    .tensor(integers(scratch, sequences.positions(firstPosition)))
                    .tensor(sequences.types().length == 1 ? firstType : integers(scratch, sequences.types()))
                    .tensor(integers(scratch, sequences.first()))
                    .integers(sequences.groupCounts())
                    .integers(sequences.groupLengths());
            if (precision == Precision.INT8) {
                arguments.tensorsAndPacked(weights, linears);
            } else {
                arguments.tensors(weights);
            }
            PtNDArray rows = script.tensor(scratch, output.function(), arguments);
            return sequences.inOrder(rows.toFloatArray());
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
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null) {
                linears.forEach(Packed::close);
                linears.clear();
                manager.close();
                script.close();
            }
        }
    }
}
