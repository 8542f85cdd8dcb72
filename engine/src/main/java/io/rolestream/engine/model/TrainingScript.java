package io.rolestream.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's forward pass with its loss, over float32 masters, with gradients. Its functions are those of
 * {@code classifier_loss.py}, {@code masked_loss.py} or {@code vectors.py}, depending on the head, or those that a
 * {@link GeneratorFamily} has for trainings.
 */
public final class TrainingScript implements AutoCloseable {
    private static final int FLOAT32 = 6;

    private static final int BFLOAT16 = 15;

    /** Tokens whose logits are in memory at once. */
    private static final int BLOCK = 256;

    private final Parameters parameters;
    private final ModelScript source;
    private final Script script;

    /**
     * @param precision FP32 or BF16
     * @param dropout for the whole model, instead of the configuration's; null keeps those
     */
    public TrainingScript(Parameters parameters, Precision precision, @Nullable Double dropout) {
        this.parameters = parameters;
        ModelConfig config = parameters.config();
        boolean generates = parameters.head().generates();
        Map<String, Object> constants = new HashMap<>(
                generates
                        ? GeneratorFamily.of(config).generatorConstants(config)
                        : EncoderFamily.of(config).constants(config, dropout));
        constants.put("DTYPE", precision == Precision.BF16 ? BFLOAT16 : FLOAT32);
        constants.put("BLOCK", BLOCK);
        constants.put("CRITIC_LAYERS", config.layers());
        AdapterConfig adapters = parameters.layout().adapters();
        constants.put("ADAPTER_SCALE", adapters == null ? 1.0 : adapters.scale());
        ModelScript.Mode mode = adapters == null ? ModelScript.Mode.TRAINING : ModelScript.Mode.ADAPTED;
        source = new ModelScript(parameters.layout(), constants, mode, parts(parameters, mode));
        script = Script.of(config.type(), source.source());
    }

    private static List<String> parts(Parameters parameters, ModelScript.Mode mode) {
        ModelConfig config = parameters.config();
        List<String> parts = new ArrayList<>(List.of(ModelScript.shared("common"), mode.layers()));
        if (parameters.head().generates()) {
            parts.add(ModelScript.shared("training_rms"));
            parts.add(GeneratorFamily.of(config).trainer(config));
            if (parameters.head() == Head.ACTOR_CRITIC) {
                parts.add(GeneratorFamily.of(config).critic(config));
            }
            return parts;
        }
        EncoderFamily family = EncoderFamily.of(config);
        parts.add(family.encoder());
        switch (parameters.head()) {
            case CLASSIFIER -> {
                parts.add(family.classifier());
                parts.add(ModelScript.shared("classifier_loss"));
            }
            case MASKED_LANGUAGE_MODEL -> {
                parts.add(ModelScript.shared("masked_language_model"));
                parts.add(ModelScript.shared("masked_loss"));
            }
            case NONE -> parts.add(ModelScript.shared("vectors"));
            case LANGUAGE_MODEL, ACTOR_CRITIC -> {}
        }
        return parts;
    }

    /**
     * The first arguments of every function; of a classifier's and an encoder's without head, where it reads each
     * sequence is the last of them.
     */
    public List<NDArray> inputs(PackedSequences pack, PtNDManager owner) {
        List<NDArray> result = new ArrayList<>();
        for (int[] values : List.of(pack.ids(), positions(pack), pack.types())) {
            result.add(integers(owner, values));
        }
        for (int[] values : List.of(pack.groupCounts(), pack.groupLengths())) {
            result.add(owner.create(Arrays.stream(values).asLongStream().toArray()));
        }
        if (parameters.head() == Head.CLASSIFIER) {
            ModelConfig config = parameters.config();
            result.add(integers(owner, EncoderFamily.of(config).readPlaces(config, pack)));
        } else if (parameters.head() == Head.NONE) {
            result.add(integers(owner, pack.first()));
        }
        return result;
    }

    private int[] positions(PackedSequences pack) {
        ModelConfig config = parameters.config();
        return parameters.head().generates()
                ? pack.positions(0)
                : EncoderFamily.of(config).positions(config, pack);
    }

    private static NDArray integers(PtNDManager owner, int[] values) {
        return owner.create(values, new Shape(values.length));
    }

    /**
     * Computes a loss and records gradients.
     *
     * @param values the parameters, in the order of {@link Parameters#arrays}
     * @param divisor of the sum of losses
     * @return owned by the first argument's owner
     */
    public PtNDArray loss(String function, List<NDArray> arguments, List<PtNDArray> values, double divisor) {
        NDArray last = arguments.get(0).getManager().create(divisor);
        return script.recorded(function, arguments, placed(values), last);
    }

    /**
     * Computes a function and records gradients.
     *
     * @param values the parameters, in the order of {@link Parameters#arrays}
     * @return owned by the first argument's owner
     */
    public PtNDArray recorded(String function, List<NDArray> arguments, List<PtNDArray> values) {
        return script.recorded(function, arguments, placed(values), null);
    }

    /** Computes a function without recording gradients. */
    public PtNDArray compute(PtNDManager owner, String function, List<NDArray> arguments, List<PtNDArray> values) {
        Arguments all = Arguments.of();
        arguments.forEach(all::tensor);
        return script.tensor(owner, function, all.tensors(placed(values)));
    }

    private List<PtNDArray> placed(List<PtNDArray> values) {
        int first = parameters.layout().firstTrained();
        return source.tensors().stream()
                .map(slice -> slice.parameter() < first
                        ? parameters.array(slice.parameter())
                        : values.get(slice.parameter() - first))
                .toList();
    }

    @Override
    public void close() {
        script.close();
    }
}
