package io.rolestream.trainer.recipe;

import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Texts that can be read several times, always the same ones, each content hash once, in the order of their content hashes. That order
 * is as good as random, so the first of them are a sample.
 */
@FunctionalInterface
public interface TextSource {
    /**
     * Reads all texts.
     *
     * @throws IOException if they cannot be read
     * @throws UncheckedIOException what the consumer throws
     */
    void forEach(Consumer<TrainingText> consumer) throws IOException;
}
