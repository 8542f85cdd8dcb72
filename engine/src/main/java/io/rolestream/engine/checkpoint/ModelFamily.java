package io.rolestream.engine.checkpoint;

import java.util.Set;

/**
 * A family of models: how it spells its {@code config.json}. Each is registered by one line in
 * {@code META-INF/services/io.rolestream.engine.checkpoint.ModelFamily}, and usually implements {@code EncoderFamily},
 * which says more.
 */
public interface ModelFamily {
    /** The values of {@code model_type} that it serves. */
    Set<String> modelTypes();

    /** What Python's transformers calls the models of a type, such as {@code Roberta} in {@code RobertaForMaskedLM}. */
    String className(String modelType);

    /**
     * The sizes of a model, read from the family's own keys, all of which are checked here.
     *
     * @throws IllegalArgumentException if a key is missing or invalid; the message begins with the key
     */
    ModelSizes sizes(ConfigKeys keys);
}
