package io.rolestream.engine.training.alignment.dpo;

/**
 * How a model tells answers apart that it does not learn from.
 *
 * @param step the steps done before
 * @param loss the mean loss, the supervised part included
 * @param accuracy the share of pairs whose chosen answer has the greater implicit reward, {@code beta * (log pi - log
 *     reference)}. Before the first step, if the training starts from the reference, all rewards and this are 0
 * @param margin the mean difference of the rewards, chosen minus rejected
 */
public record DpoResult(long step, double loss, double accuracy, double margin) {}
