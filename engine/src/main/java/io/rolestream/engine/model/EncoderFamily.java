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
 * sources of its forward pass in TorchScript.
 *
 * <p>{@code encoder.py} defines {@code hidden} (all hidden states) and {@code first_hidden} (one of each sequence, by
 * default that of the first token); {@code classifier.py} defines {@code classify}. They can call the functions of
 * {@code common.py} and the linear layers of a mode; {@link ModelScript} lists what is replaced in them. The same
 * source serves inference in every precision, and training.
 */
public interface EncoderFamily extends ModelFamily {
    /** @throws IllegalArgumentException if the model is not an encoder */
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
     * The constants that the sources name, {@code LAYERS} among them, and {@code POOLING}: whether the classifier reads
     * the hidden state of the {@code first} token or the {@code mean} of all.
     *
     * @param dropout for the whole model, instead of the configuration's; null keeps those
     */
    Map<String, Object> constants(ModelConfig config, @Nullable Double dropout);

    /** The positions of all tokens, in the family's count. */
    default int[] positions(ModelConfig config, PackedSequences sequences) {
        return sequences.positions(0);
    }

    /**
     * Where a classifier reads each of the packed sequences, as indexes of tokens: at its first token, unless the
     * family says otherwise.
     */
    default int[] readPlaces(ModelConfig config, PackedSequences sequences) {
        return sequences.first();
    }

    /** Tokens that the forward pass reads besides those of the texts, by their ids below this one. */
    default int ownTokens(ModelConfig config) {
        return 0;
    }

    /** Facts, in words, that must not change for a training to be resumed. */
    default String facts(ModelConfig config) {
        Map<String, Object> facts = new TreeMap<>(constants(config, null));
        return config.type() + ", " + config.vocabSize() + " tokens, " + config.hiddenSize() + " wide, "
                + config.intermediateSize() + " between, " + facts;
    }

    default String encoder() {
        return Script.source(getClass(), "encoder");
    }

    default String classifier() {
        return Script.source(getClass(), "classifier");
    }
}
