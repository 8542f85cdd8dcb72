package io.rolestream.engine.checkpoint;

import io.rolestream.common.text.Quoted;
import java.util.List;
import java.util.ServiceLoader;

/** The registered families. */
final class ModelFamilies {
    private static final List<ModelFamily> ALL =
            ServiceLoader.load(ModelFamily.class, ModelFamily.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private ModelFamilies() {}

    /** @throws IllegalArgumentException if no family serves the type */
    static ModelFamily of(String modelType) {
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(modelType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model_type " + Quoted.of(modelType)
                        + " is not supported; known are " + String.join(", ", types())));
    }

    private static List<String> types() {
        return ALL.stream()
                .flatMap(family -> family.modelTypes().stream())
                .sorted()
                .toList();
    }
}
