package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelFamily;
import io.rolestream.engine.torch.Script;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A family of encoders: models that share a forward pass. A family is a package with an implementation of this,
 * registered by one line in {@code META-INF/services/io.rolestream.engine.checkpoint.ModelFamily}, and beside it the
 * sources of its forward pass.
 *
 * <p>{@code encoder.py} defines {@code hidden} (all hidden states) and {@code first_hidden} (those of first tokens), and
 * {@code classifier.py} defines {@code classify}, in TorchScript. They can call the functions of {@code common.py} and
 * the linear layers of a mode; {@link ModelScript} lists what is replaced in them. The same source serves inference in
 * every precision, and training.
 */
public interface EncoderFamily extends ModelFamily {
    /**
     * The family of a model.
     *
     * @throws IllegalArgumentException if the model is no encoder
     */
    static EncoderFamily of(ModelConfig config) {
        if (config.family() instanceof EncoderFamily family) {
            return family;
        }
        throw new IllegalArgumentException("models of the type " + config.type() + " are not encoders");
    }

    /**
     * The model's parameters, by name.
     *
     * @throws IllegalArgumentException if the family does not have this head
     */
    ModelLayout layout(ModelConfig config, Head head);

    /**
     * The constants that the sources name: numbers and texts, {@code LAYERS} among them, and {@code POOLING},
     * {@code first} or {@code mean}: whether the classifier reads the hidden state of the first token or the mean of
     * all.
     *
     * @param dropout of the whole model, in place of its configuration's; null for those
     */
    Map<String, Object> constants(ModelConfig config, @Nullable Double dropout);

    /** The position of a sequence's first token, in the family's count. */
    default int firstPosition(ModelConfig config) {
        return 0;
    }

    /** What has to be the same for a training to be resumed, for people. */
    default String facts(ModelConfig config) {
        Map<String, Object> facts = new TreeMap<>(constants(config, null));
        return config.type() + ", " + config.vocabSize() + " tokens, " + config.hiddenSize() + " wide, "
                + config.intermediateSize() + " between, " + facts;
    }

    /** The source of the encoder. */
    default String encoder() {
        return Script.source(getClass(), "encoder");
    }

    /** The source of the classifier. */
    default String classifier() {
        return Script.source(getClass(), "classifier");
    }
}
