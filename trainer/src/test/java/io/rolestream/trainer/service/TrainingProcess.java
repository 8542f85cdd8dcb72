package io.rolestream.trainer.service;

import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.trainer.examples.ChildJvm;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trainer in a process of its own whose training does not end. Arguments: brokers, registry, prefix of the topics,
 * directory.
 */
final class TrainingProcess {
    private TrainingProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        ChildJvm.endWithParent();
        var topics = new TrainerTopics(
                arguments[0], SchemaRegistries.of(arguments[1], Map.of()), arguments[2], Path.of(arguments[3]));
        var procedure = new QuickTraining();
        procedure.holds = true;
        topics.trainer("a", procedure).start();
    }
}
