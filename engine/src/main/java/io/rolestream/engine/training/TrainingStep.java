package io.rolestream.engine.training;

/**
 * A step of the optimizer.
 *
 * @param step its number, from 1
 * @param steps the number of all
 * @param loss the mean loss of its examples, before the step
 * @param gradientNorm the norm of all gradients together, before clipping
 * @param rate the learning rate
 * @param nanos duration
 */
public record TrainingStep(
        long step, long steps, double loss, double gradientNorm, double rate, int sequences, long tokens, long nanos) {
    public double tokensPerSecond() {
        return tokens * 1e9 / nanos;
    }
}
