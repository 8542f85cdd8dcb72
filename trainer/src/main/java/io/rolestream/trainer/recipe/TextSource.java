package io.rolestream.trainer.recipe;

import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Texts that can be read repeatedly, each content hash once, in the order of the hashes, so that the first texts are a
 * sample.
 */
@FunctionalInterface
public interface TextSource {
    /**
     * @throws IOException if they cannot be read
     * @throws UncheckedIOException what the consumer throws
     */
    void forEach(Consumer<TrainingText> consumer) throws IOException;
}
