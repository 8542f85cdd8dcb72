package io.rolestream.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.ModelScript.Mode;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fast forward pass: one TorchScript function for the whole model, no padding, fused attention, and linear layers
 * packed once for this CPU.
 */
public final class ScriptEncoder implements Encoder {
    private final ModelConfig config;
    private final Output output;
    private final ScriptWeights weights;
    private final Device device;
    private final PtNDManager manager;
    private final Script script;
    private final NDArray firstType;

    /**
     * The row of each token in the tables of word embeddings, -1 if it was left out; null if a token's id is its row.
     */
    private final int @Nullable [] rows;

    private ScriptEncoder(
            ModelConfig config,
            Output output,
            ScriptWeights weights,
            Device device,
            Script script,
            int @Nullable [] rows) {
        this.config = config;
        this.output = output;
        this.weights = weights;
        this.device = device;
        this.script = script;
        this.rows = rows;
        manager = Torch.newManager(device);
        firstType = integers(manager, new int[1]);
    }

    /**
     * Copies the parameters.
     *
     * @param packed whether linear layers are packed and computed by oneDNN, on a CPU
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static ScriptEncoder of(
            ModelParameters parameters, Output output, Precision precision, boolean packed, Device device) {
        return of(parameters, output, precision, packed, device, null);
    }

    /**
     * As above, for some tokens alone: the embeddings of others are left out, which in many models are a third or more
     * of the weights.
     *
     * @param tokens the ids that can be computed; null for all
     * @throws io.rolestream.engine.torch.TorchException if PyTorch cannot do this here
     */
    public static ScriptEncoder of(
            ModelParameters parameters,
            Output output,
            Precision precision,
            boolean packed,
            Device device,
            @Nullable BitSet tokens) {
        output.check(parameters);
        int[] words = tokens == null ? null : words(parameters.config(), tokens);
        try (NativeWork work = NativeWork.begin()) {
            ModelScript source = source(parameters.config(), parameters.layout(), output, Mode.of(precision, packed));
            ScriptWeights weights = ScriptWeights.load(parameters, source, precision, packed, device, words);
            try {
                Script script = Script.of(parameters.config().type(), source.source());
                return new ScriptEncoder(
                        parameters.config(),
                        output,
                        weights,
                        device,
                        script,
                        words == null ? null : rows(parameters.config(), words));
            } catch (RuntimeException | Error e) {
                weights.close();
                throw e;
            }
        }
    }

    private static int[] words(ModelConfig config, BitSet tokens) {
        BitSet kept = (BitSet) tokens.clone();
        kept.set(0, EncoderFamily.of(config).ownTokens(config)); // constants of the script, so their rows are their ids
        return kept.stream().filter(id -> id < config.vocabSize()).toArray();
    }

    private static int[] rows(ModelConfig config, int[] words) {
        int[] rows = new int[config.vocabSize()];
        Arrays.fill(rows, -1);
        for (int row = 0; row < words.length; row++) {
            rows[words[row]] = row;
        }
        return rows;
    }

    private int[] embedded(int[] ids) {
        return rows == null
                ? ids
                : IntStream.of(ids)
                        .map(id -> {
                            if (rows[id] < 0) {
                                throw new IllegalArgumentException(
                                        "token " + id + " is none of those that the encoder was made for");
                            }
                            return rows[id];
                        })
                        .toArray();
    }

    /** The source of a classifier in all modes; if it changes, results can change. */
    public static String source(ModelConfig config) {
        ModelLayout layout = EncoderFamily.of(config).layout(config, Head.CLASSIFIER);
        StringBuilder all = new StringBuilder();
        for (Mode mode : List.of(Mode.PLAIN, Mode.PACKED, Mode.INT8, Mode.PACKED_INT8)) {
            all.append(source(config, layout, Output.LOGITS, mode).source());
        }
        return all.toString();
    }

    private static ModelScript source(ModelConfig config, ModelLayout layout, Output output, Mode mode) {
        EncoderFamily family = EncoderFamily.of(config);
        List<String> parts = new ArrayList<>();
        parts.add(ModelScript.shared("common"));
        parts.add(ModelScript.shared("inference"));
        parts.add(mode.layers());
        parts.add(family.encoder());
        if (output == Output.LOGITS) {
            parts.add(family.classifier());
            parts.add(ModelScript.shared("logits"));
        } else {
            parts.add(ModelScript.shared("pooled"));
        }
        return new ModelScript(layout, family.constants(config, 0.0), mode, parts);
    }

    @Override
    public float[][] compute(PackedSequences sequences) {
        sequences.check(config);
        try (NativeWork work = NativeWork.begin();
                PtNDManager scratch = Torch.newManager(device)) {
            Arguments arguments = Arguments.of()
                    .tensor(integers(scratch, embedded(sequences.ids())))
                    .tensor(integers(scratch, EncoderFamily.of(config).positions(config, sequences)))
                    .tensor(sequences.types().length == 1 ? firstType : integers(scratch, sequences.types()))
                    .tensor(integers(scratch, readPlaces(sequences)))
                    .integers(sequences.groupCounts())
                    .integers(sequences.groupLengths());
            PtNDArray rows = script.tensor(scratch, output.function(), weights.addTo(arguments));
            return sequences.inOrder(rows.toFloatArray());
        }
    }

    private int[] readPlaces(PackedSequences sequences) {
        return output == Output.LOGITS ? EncoderFamily.of(config).readPlaces(config, sequences) : sequences.first();
    }

    private static NDArray integers(PtNDManager owner, int[] values) {
        return owner.create(values, new Shape(values.length));
    }

    @Override
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
