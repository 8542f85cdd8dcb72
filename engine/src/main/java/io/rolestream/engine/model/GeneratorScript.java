package io.rolestream.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.GeneratorFamily.DecoderSizes;
import io.rolestream.engine.model.ModelScript.Mode;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of {@code generation.py} and {@code sampling.py} for one model, with its weights. Thread-safe. */
public final class GeneratorScript implements AutoCloseable {
    private final ScriptWeights weights;
    private final Script script;
    private final PtNDManager manager;
    private final Device device;
    private final DecoderSizes sizes;
    private final PtNDArray anywhere;
    private final List<PtNDArray> tables;

    private GeneratorScript(ScriptWeights weights, Script script, Device device, DecoderSizes sizes, int positions) {
        this.weights = weights;
        this.script = script;
        this.device = device;
        this.sizes = sizes;
        manager = Torch.newManager(device);
        try (PtNDManager scratch = Torch.newManager()) { // on the CPU, whose logarithms are those of the reference
            anywhere = integers(manager, new int[1]);
            tables = script.tensors(scratch, "tables", Arguments.of().integer(positions)).stream()
                    .map(table -> (PtNDArray) table.toDevice(device, true))
                    .toList();
            tables.forEach(table -> table.attach(manager));
        } catch (RuntimeException | Error e) {
            manager.close();
            script.close();
            throw e;
        }
    }

    /**
     * Copies the parameters.
     *
     * @param parameters of a model that generates text
     * @param packed whether linear layers are packed by oneDNN; for FP32 and BF16 on a CPU
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static GeneratorScript of(ModelParameters parameters, Precision precision, boolean packed, Device device) {
        DecoderSizes sizes = GeneratorFamily.of(parameters.config()).decoder(parameters.config());
        int positions = Math.max(parameters.config().maxTokens(), sizes.maxTokens());
        try (NativeWork work = NativeWork.begin()) {
            ModelScript source = source(parameters.config(), precision, Mode.of(precision, packed));
            ScriptWeights weights = ScriptWeights.load(parameters, source, precision, packed, device);
            try {
                Script script = Script.of(parameters.config().type(), source.source());
                return new GeneratorScript(weights, script, device, sizes, positions);
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        }
    }

    /** The source in all modes; if it changes, results can change. */
    public static String source(ModelConfig config) {
        return source(config, Precision.FP32, Mode.PLAIN).source()
                + source(config, Precision.BF16, Mode.PACKED).source()
                + source(config, Precision.INT8, Mode.INT8).source()
                + source(config, Precision.INT8, Mode.PACKED_INT8).source();
    }

    private static ModelScript source(ModelConfig config, Precision precision, Mode mode) {
        GeneratorFamily family = GeneratorFamily.of(config);
        Map<String, Object> constants = new HashMap<>(family.generatorConstants(config));
        constants.put("DTYPE", precision.scalarType());
        constants.put("DOWN_DTYPE", precision.withoutFp16().scalarType());
        List<String> parts = List.of(
                ModelScript.shared("common"),
                ModelScript.shared("inference"),
                mode.layers(),
                family.generator(config),
                family.startToken(config) == null ? "" : ModelScript.shared("cross_attention"),
                ModelScript.shared("sampling"),
                ModelScript.shared("generation"));
        return new ModelScript(family.generatorLayout(config), constants, mode, parts);
    }

    /** A new owner of arrays on the model's device. */
    public PtNDManager newManager() {
        return Torch.newManager(device);
    }

    /** The sizes of the decoder. */
    public DecoderSizes sizes() {
        return sizes;
    }

    /** An array of integers on the model's device. */
    public static PtNDArray integers(PtNDManager owner, int[] values, long... shape) {
        return (PtNDArray) owner.create(values, new Shape(shape.length == 0 ? new long[] {values.length} : shape));
    }

    /** An array of numbers on the model's device. */
    public static PtNDArray floats(PtNDManager owner, float[] values, long... shape) {
        return (PtNDArray) owner.create(values, new Shape(shape));
    }

    /** Calls a function that takes the model's tables and weights as its last arguments. */
    public PtNDArray tensor(PtNDManager owner, String function, Arguments arguments) {
        return script.tensor(owner, function, weights.addTo(arguments.tensors(tables)));
    }

    /** As {@link #tensor}, for a function that returns several arrays. */
    public List<PtNDArray> tensors(PtNDManager owner, String function, Arguments arguments) {
        return script.tensors(owner, function, weights.addTo(arguments.tensors(tables)));
    }

    /** As {@link #tensor}, for its side effects. */
    public void run(String function, Arguments arguments) {
        script.run(function, weights.addTo(arguments.tensors(tables)));
    }

    /**
     * Room for keys and values of every layer of the decoder.
     *
     * @return keys and values of each layer in turn {@code [rows, heads, length, width]}, zeros
     */
    public List<PtNDArray> room(PtNDManager owner, int rows, int length) {
        return arrays(
                owner,
                "room",
                Arguments.of()
                        .tensor(anywhere)
                        .integer(sizes.layers())
                        .integer(rows)
                        .integer(sizes.heads())
                        .integer(length)
                        .integer(sizes.headWidth()));
    }

    /**
     * Arrays of keys and values with some of their rows, and then those of others. Both are closed one after another.
     *
     * @param arrays keys and values of each layer {@code [rows, heads, length, width]}
     * @param kept the rows to keep
     * @param from the first place of these that is kept
     * @param added others {@code [added, heads, up to length, width]}, or null if there are none
     * @param length room for so many places
     */
    public List<PtNDArray> joined(
            PtNDManager owner,
            List<PtNDArray> arrays,
            int[] kept,
            int from,
            @Nullable List<PtNDArray> added,
            int length) {
        List<PtNDArray> result = new ArrayList<>(arrays.size());
        try (PtNDManager scratch = newManager()) {
            PtNDArray rows = integers(scratch, kept, kept.length);
            List<PtNDArray> others = added == null ? room(scratch, 0, 0) : added;
            for (int i = 0; i < arrays.size(); i++) {
                Arguments arguments = Arguments.of()
                        .tensor(arrays.get(i))
                        .tensor(rows)
                        .integer(from)
                        .tensor(others.get(i))
                        .integer(length);
                result.add(script.tensor(owner, "joined", arguments));
                arrays.get(i).close();
                others.get(i).close();
            }
        }
        return result;
    }

    private List<PtNDArray> arrays(PtNDManager owner, String function, Arguments arguments) {
        return script.tensors(owner, function, arguments);
    }

    /** The precision and device, in words. */
    public String description() {
        return weights.description();
    }

    @Override
    public void close() {
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null) {
                weights.close();
                manager.close();
                script.close();
            }
        }
    }
}
