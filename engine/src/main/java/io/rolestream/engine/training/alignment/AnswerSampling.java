package io.rolestream.engine.training.alignment;

/**
 * How a policy's answers are drawn: from all tokens, at one temperature.
 *
 * @param temperature above 0; 1 is the model's own distribution
 * @param maxTokens the most tokens of an answer, at least 1
 * @param withoutEnd the score of an answer that is cut at the greatest length
 */
public record AnswerSampling(double temperature, int maxTokens, double withoutEnd) {
    public AnswerSampling {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the temperature must be finite and above 0, not " + temperature);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("an answer has at least 1 token, not " + maxTokens);
        }
        if (!Double.isFinite(withoutEnd)) {
            throw new IllegalArgumentException("the score of an answer without an end is " + withoutEnd);
        }
    }
}
