package io.rolestream.engine.training.alignment;

/**
 * How far a policy has moved from the one that drew its answers, over the answers or tokens of a batch.
 *
 * @param ratioMean the mean of the ratios of the new to the old probability; 1 before the first update, exactly so only
 *     in a batch that is packed as the rollouts were, and else up to rounding
 * @param ratioVariance their variance, 0 in the same case
 * @param clipFraction the share whose ratio is clipped, so that it adds no gradient
 * @param approximateKl the mean of {@code ratio - 1 - log ratio}, in nats, which estimates the KL divergence of the old
 *     policy from the new one and is never below 0 (Schulman, 2020)
 */
public record PolicyStatistics(double ratioMean, double ratioVariance, double clipFraction, double approximateKl) {}
