package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import java.util.List;
import java.util.ServiceLoader;

/** The families of encoders that are registered. */
public final class Families {
    private static final List<EncoderFamily> ALL = ServiceLoader.load(EncoderFamily.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Families() {}

    /**
     * The family of a model.
     *
     * @throws IllegalArgumentException if none serves its type
     */
    public static EncoderFamily of(ModelConfig config) {
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(config.type().key()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(config.type() + " is not supported"));
    }
}
