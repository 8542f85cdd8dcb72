package io.rolestream.engine.checkpoint;

/**
 * What every model has, whatever its family calls it.
 *
 * @param vocabSize the number of tokens
 * @param hiddenSize the width of a token's vector, a multiple of the heads
 * @param layers the number of layers
 * @param heads the number of attention heads
 * @param intermediateSize the width inside of a feed-forward block
 * @param maxTokens the longest text in tokens, those for start and end included
 * @param tokenTypes the number of token types; 1 where a model has none
 * @param padTokenId the token that padding consists of
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
