package io.rolestream.engine.checkpoint;

/**
 * What every model has, whatever its family calls it.
 *
 * @param hiddenSize the width of a token's vector, a multiple of {@code heads}
 * @param heads the number of attention heads
 * @param intermediateSize the width inside a feed-forward block
 * @param maxTokens the longest text in tokens, including start and end
 * @param tokenTypes 1 if the model has none
 */
public record ModelSizes(
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int maxTokens,
        int tokenTypes,
        int padTokenId) {}
