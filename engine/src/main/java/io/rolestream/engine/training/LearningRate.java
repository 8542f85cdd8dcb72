package io.rolestream.engine.training;

/**
 * A rate that rises linearly from 0 to its peak, then falls linearly to 0, as Hugging Face's {@code get_linear_schedule_with_warmup}.
 *
 * @param peak the greatest rate
 * @param warmupSteps the steps of the rise
 * @param steps all steps
 */
record LearningRate(double peak, long warmupSteps, long steps) {
    /** The rate of a step, counted from 0. */
    double at(long step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        return peak * Math.max(0, steps - step) / Math.max(1, steps - warmupSteps);
    }
}
