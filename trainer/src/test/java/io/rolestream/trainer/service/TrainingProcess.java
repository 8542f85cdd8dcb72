package io.rolestream.trainer.service;

import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.trainer.MatchTrainConfig;
import io.rolestream.trainer.examples.ChildJvm;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trainer in a process of its own whose trainings do not end. Arguments: brokers, registry, prefix of the topics,
 * directory, and how many pairs it trains a matcher with; none for no matcher.
 */
final class TrainingProcess {
    private static final int MIN_PAIRS = 4;

    private TrainingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        ChildJvm.endWithParent();
        var topics = new TrainerTopics(
                arguments[0], SchemaRegistries.of(arguments[1], Map.of()), arguments[2], Path.of(arguments[3]));
        var procedure = new QuickTraining();
        procedure.holds = true;
        var matching = new QuickMatching();
        matching.holds = true;
        if (arguments.length > MIN_PAIRS) {
            MatchTrainerTest.matcherOnly(topics, Path.of(arguments[3]))
                    .with(MatchTrainConfig.MIN_PAIRS, arguments[MIN_PAIRS]);
        }
        topics.trainer("a", null, procedure, matching).start();
    }
}
