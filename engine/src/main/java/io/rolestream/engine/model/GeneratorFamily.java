package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelFamily;
import io.rolestream.engine.safetensors.CheckpointException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A family of models that generate text: encoder-decoders, or decoders alone. As with an {@link EncoderFamily}, its
 * forward pass is in TorchScript beside it, and serves every precision. Its functions are:
 *
 * <ul>
 *   <li>{@code tables}: what is computed once, such as buckets of distances
 *   <li>{@code remember}: fills a memory with keys and values of packed prompts, for each layer of the decoder
 *   <li>{@code decode}: the decoder's hidden states of new tokens, given the memory of their prompts. Keys and values
 *       of earlier tokens are in a cache, and those of the new ones are added to it.
 *   <li>{@code head}: logits of hidden states
 * </ul>
 *
 * <p>{@code generation.py} calls them to generate and to score text. For an encoder-decoder, {@code cross_attention.py}
 * has {@code remember}, which calls {@code encoded} (the encoder's hidden states of packed prompts) and
 * {@code remembered} (their keys and values for the cross-attention of one layer). In a decoder alone, what answers
 * begin with is the last token of their prompt, and the memory is of the tokens before it.
 */
public interface GeneratorFamily extends ModelFamily {
    /** @throws IllegalArgumentException if models of this type do not generate text */
    static GeneratorFamily of(ModelConfig config) {
        if (config.family() instanceof GeneratorFamily family) {
            return family;
        }
        throw new IllegalArgumentException("models of the type " + config.type() + " do not generate text");
    }

    /** The parameters by name: the encoder's layers are {@code layers.0}, the decoder's {@code decoder.layers.0}. */
    ModelLayout generatorLayout(ModelConfig config);

    /** The constants that the sources name, {@code LAYERS} and {@code DECODER_LAYERS} among them. */
    Map<String, Object> generatorConstants(ModelConfig config);

    DecoderSizes decoder(ModelConfig config);

    /**
     * The token that answers begin with where neither {@code generation_config.json} nor {@code config.json} says it;
     * null for a decoder alone, whose answers begin with the last token of their prompt, whatever these say.
     */
    @Nullable
    Integer startToken(ModelConfig config);

    /** The token that answers end with where neither says it, or null if none does. */
    @Nullable
    Integer endToken(ModelConfig config);

    /** The last token of an answer of the greatest length where neither says it, or null if that may be any. */
    default @Nullable Integer forcedEndToken(ModelConfig config) {
        return null;
    }

    /** How the answers of a checkpoint begin and end. */
    static GenerationConfig generation(CheckpointDirectory checkpoint) throws CheckpointException {
        ModelConfig config = checkpoint.config();
        GeneratorFamily family = of(config);
        return GenerationConfig.read(
                checkpoint, family.startToken(config), family.endToken(config), family.forcedEndToken(config));
    }

    /**
     * The source of the pass over whole packed texts that trainings go back through, for a decoder alone. It defines
     * {@code answer_loss}, {@code answer_scores}, {@code answer_logs}, {@code weighted_answer_logs} and
     * {@code answer_entropies}, which take the places of tokens, and the tokens that follow them.
     *
     * @throws IllegalArgumentException if models of this type cannot be trained to generate text
     */
    default String trainer(ModelConfig config) {
        throw new IllegalArgumentException("models of the type " + config.type()
                + " cannot be trained to generate text; those of the types llama, qwen2 and mistral can");
    }

    /**
     * The source of a critic beside the decoder of {@link #trainer}, whose modules have names that begin with
     * {@code critic}. It defines {@code answer_values}, {@code answer_logs_and_values} and
     * {@code weighted_answer_logs_and_values}.
     *
     * @throws IllegalArgumentException if models of this type have none
     */
    default String critic(ModelConfig config) {
        throw new IllegalArgumentException("models of the type " + config.type()
                + " have no critic, so they cannot be aligned by PPO; those of the types llama, qwen2 and mistral can");
    }

    /** Facts, in words, that must not change for a training to be resumed. */
    default String trainingFacts(ModelConfig config) {
        return config.type() + ", " + config.vocabSize() + " tokens, " + config.hiddenSize() + " wide, "
                + config.intermediateSize() + " between, " + new TreeMap<>(generatorConstants(config));
    }

    /** The source of the forward pass. */
    String generator(ModelConfig config);

    /**
     * The sizes of a decoder.
     *
     * @param heads of keys, in self-attention and in cross-attention
     * @param headWidth the numbers of a key
     * @param maxTokens the longest answer, with the token it begins with; for a decoder alone, with its prompt
     */
    record DecoderSizes(int layers, int heads, int headWidth, int maxTokens) {}
}
