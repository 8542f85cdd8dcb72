package io.rolestream.matching.writing;

import io.rolestream.engine.task.GeneratedText;
import java.util.concurrent.CompletableFuture;

/**
 * A description that is being written.
 *
 * @param answer of the model; cancelled, it ends within a few tokens
 * @param seed of its sampling; 0 where the most likely tokens are taken
 */
public record Writing(CompletableFuture<GeneratedText> answer, long seed) {}
