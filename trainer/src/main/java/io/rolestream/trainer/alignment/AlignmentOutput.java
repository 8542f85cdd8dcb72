package io.rolestream.trainer.alignment;

import io.rolestream.engine.training.TrainingProgress;
import java.util.function.Consumer;

/**
 * Who is told what a run does while it runs. Lines of JSON have no ends.
 *
 * @param metrics what was drawn, each step's metrics, each measurement on validation resumes, and answers to these
 *     before and after
 * @param rollouts what PPO's steps can be recomputed from; other methods have none
 * @param watcher each step; where the judge or the reward measures, the score is the probability, by the Bradley-Terry
 *     model, that it prefers an answer of mean score to one of score 0, else what the loss is measured with
 */
public record AlignmentOutput(
        Consumer<String> metrics, Consumer<String> rollouts, Consumer<TrainingProgress> watcher) {}
