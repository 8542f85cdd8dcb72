package io.rolestream.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Packed;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weights that a script names, on their device, in the type and layout that it computes with. */
final class ScriptWeights implements AutoCloseable {
    /** The number of rows for which oneDNN chooses its layout of weights. */
    private static final int TYPICAL_ROWS = 1024;

    /** A table with more numbers is converted in blocks of as many, 4 MB, so that it is in memory once. */
    private static final int BLOCK = 1 << 20;

    private final Precision precision;
    private final boolean packed;
    private final Device device;
    private final PtNDManager manager;
    private final List<PtNDArray> tensors = new ArrayList<>();
    private final List<Packed> linears = new ArrayList<>();

    private ScriptWeights(Precision precision, boolean packed, Device device) {
        this.precision = precision;
        this.packed = packed;
        this.device = device;
        manager = Torch.newManager(device);
    }

    /** Converts parameters, which remain the caller's. */
    static ScriptWeights load(
            ModelParameters parameters, ModelScript source, Precision precision, boolean packed, Device device) {
        return load(parameters, source, precision, packed, device, null);
    }

    /**
     * As above.
     *
     * @param words the only rows of the tables of word embeddings that are kept, ascending; null for all
     */
    static ScriptWeights load(
            ModelParameters parameters,
            ModelScript source,
            Precision precision,
            boolean packed,
            Device device,
            int @Nullable [] words) {
        ScriptWeights weights = new ScriptWeights(precision, packed, device);
        try (Script layouts = Script.load("weights")) {
            new Loading(weights, parameters, layouts, words).load(source);
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
        return weights;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Loading(ScriptWeights weights, ModelParameters parameters, Script layouts, int @Nullable [] words) {
        /** A part of an array keeps the whole array in memory, so its owner lives no longer than its conversion. */
        void load(ModelScript source) {
            for (int place = 0; place < source.tensors().size(); place++) {
                try (PtNDManager scratch = Torch.newManager()) {
                    weights.tensors.add(tensor(source, place, scratch));
                }
            }
            for (ModelScript.Named linear : source.linears()) {
                try (PtNDManager scratch = Torch.newManager()) {
                    weights.linears.add(linear(linear, scratch));
                }
            }
        }

        private PtNDArray tensor(ModelScript source, int place, PtNDManager scratch) {
            ModelScript.Slice slice = source.tensors().get(place);
            Parameter parameter = parameters.layout().parameters().get(slice.parameter());
            boolean converted = source.isScales(place) || source.isPackable(place);
            // Word embeddings can be half of a model, and INT8's linear layers are less exact than this.
            Precision precision = weights.precision == Precision.INT8 && parameter.isWords() && !converted
                    ? Precision.BF16
                    : precision(slice);
            if (words != null && parameter.isWords()) {
                return plain(kept(slice.parameter(), words, scratch), precision);
            }
            if (!converted && !weights.device.isGpu() && parameter.elements() > BLOCK && isWhole(slice)) {
                return inBlocks(slice, precision);
            }
            PtNDArray array = array(slice, scratch);
            if (source.isScales(place)) {
                return layouts.tensor(weights.manager, "scales", Arguments.of().tensor(array));
            }
            return weights.packed && source.isPackable(place) ? reordered(array, precision) : plain(array, precision);
        }

        private Packed linear(ModelScript.Named linear, PtNDManager scratch) {
            ModelScript.Slice bias = linear.bias();
            Arguments weight = Arguments.of().tensor(array(linear.weight(), scratch));
            return bias == null
                    ? layouts.packed("quantize_without_bias", weight)
                    : layouts.packed("quantize", weight.tensor(array(bias, scratch)));
        }

        private Precision precision(ModelScript.Slice slice) {
            return parameters.layout().overflowsFp16(slice.parameter())
                    ? weights.precision.withoutFp16()
                    : weights.precision;
        }

        private PtNDArray array(ModelScript.Slice slice, PtNDManager scratch) {
            PtNDArray whole = parameters.array(slice.parameter());
            Parameter parameter = parameters.layout().parameters().get(slice.parameter());
            if (isWhole(slice)) {
                return whole;
            }
            PtNDArray part = (PtNDArray) whole.get(
                    new NDIndex(slice.from() * parameter.tensorRows() + ":" + slice.to() * parameter.tensorRows()));
            part.attach(scratch);
            return part;
        }

        private boolean isWhole(ModelScript.Slice slice) {
            int tensors = parameters
                    .layout()
                    .parameters()
                    .get(slice.parameter())
                    .tensors()
                    .size();
            return slice.to() - slice.from() == tensors;
        }

        /** Some rows of a table. */
        private PtNDArray kept(int index, int[] rows, PtNDManager scratch) {
            long[] shape = parameters.layout().parameters().get(index).tensorShape();
            int width = Math.toIntExact(shape[1]);
            PtNDArray result = Parameters.empty(scratch, rows.length, width);
            FloatBuffer to = Parameters.floats(result);
            parameters.blocks(index, BLOCK, (block, first) -> {
                FloatBuffer from = Parameters.floats(block);
                long end = first + block.getShape().get(0);
                while (to.hasRemaining() && rows[to.position() / width] < end) {
                    to.put(from.slice((int) (rows[to.position() / width] - first) * width, width));
                }
            });
            return result;
        }

        /** As {@link #plain}, without the whole parameter in memory. */
        private PtNDArray inBlocks(ModelScript.Slice slice, Precision precision) {
            int[] shape = parameters.layout().parameters().get(slice.parameter()).shape().stream()
                    .mapToInt(Math::toIntExact)
                    .toArray();
            PtNDArray result = layouts.tensor(
                    weights.manager, "table", Arguments.of().integers(shape).integer(precision.scalarType()));
            parameters.blocks(
                    slice.parameter(),
                    BLOCK,
                    (block, first) -> layouts.run(
                            "put", Arguments.of().tensor(result).tensor(block).integer(first)));
            return result;
        }

        private PtNDArray reordered(PtNDArray array, Precision precision) {
            try (PtNDArray converted = converted(array, precision)) {
                return layouts.tensor(
                        weights.manager,
                        weights.precision == Precision.INT8 ? "reorder_int8" : "reorder",
                        Arguments.of().tensor(converted).integer(TYPICAL_ROWS));
            }
        }

        private PtNDArray plain(PtNDArray array, Precision precision) {
            try (PtNDArray there = array.toDevice(weights.device, true)) {
                return converted(there, precision);
            }
        }

        private PtNDArray converted(PtNDArray array, Precision precision) {
            String function = switch (precision) {
                case BF16 -> "to_bf16";
                case FP16 -> "to_fp16";
                case FP32, INT8 -> "to_fp32";
            };
            return layouts.tensor(weights.manager, function, Arguments.of().tensor(array));
        }
    }

    /** Adds the last argument of every function. */
    Arguments addTo(Arguments arguments) {
        return precision == Precision.INT8 && !packed
                ? arguments.tensorsAndPacked(tensors, linears)
                : arguments.tensors(tensors);
    }

    /** The precision and device, in words. */
    String description() {
        return precision.key() + " on " + (device.isGpu() ? "gpu" : "cpu") + (packed ? ", packed linear layers" : "");
    }

    @Override
    public void close() {
        try (NativeWork work = NativeWork.beginFreeing()) {
            if (work != null) {
                linears.forEach(Packed::close);
                linears.clear();
                manager.close();
            }
        }
    }
}
