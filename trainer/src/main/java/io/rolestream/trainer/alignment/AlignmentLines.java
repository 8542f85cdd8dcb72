package io.rolestream.trainer.alignment;

import java.util.function.Consumer;

/**
 * Where the lines of JSON of a run go, without their ends.
 *
 * @param metrics what was drawn, each step's metrics, each measurement on validation resumes, and answers to these
 *     before and after
 * @param rollouts what PPO's steps can be recomputed from; other methods have none
 */
public record AlignmentLines(Consumer<String> metrics, Consumer<String> rollouts) {}
