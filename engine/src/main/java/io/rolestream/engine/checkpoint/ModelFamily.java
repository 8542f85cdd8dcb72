package io.rolestream.engine.checkpoint;

import java.util.Set;

/**
 * How a family of models spells its {@code config.json}. A family is registered by one line in
 * {@code META-INF/services/io.rolestream.engine.checkpoint.ModelFamily}, and usually implements {@code EncoderFamily}.
 */
public interface ModelFamily {
    /** The values of {@code model_type} that belong to it. */
    Set<String> modelTypes();

    /** The prefix of a type's classes in Python's transformers: {@code Roberta} in {@code RobertaForMaskedLM}. */
    String className(String modelType);

    /**
     * Reads the sizes of a model and checks all of the family's keys.
     *
     * @throws IllegalArgumentException if a key is missing or invalid; the message begins with the key
     */
    ModelSizes sizes(ConfigKeys keys);
}
