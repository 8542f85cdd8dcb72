package io.rolestream.trainer.recipe;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.trainer.recipe.Targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Uses a model's confident predictions as labels.
 *
 * @param confidence minimum confidence of a prediction
 * @param threads to compute with
 */
record SelfTraining(double confidence, int threads) {
    /**
     * The targets as the model would have them; those of people stay.
     *
     * @return the targets as they are where the model's would all be of one role, from which nothing can be learnt
     */
    List<Target> relabelled(CheckpointDirectory model, List<Target> targets) throws IOException, InterruptedException {
        InferenceOptions options = InferenceOptions.defaults()
                .withDevice(DeviceChoice.CPU)
                .withPrecision(Precision.FP32)
                .withThreads(threads, 1);
        try (TextClassifier classifier = TextClassifier.open(model, options)) {
            List<Prediction> predictions = classifier.classify(
                    targets.stream().map(target -> target.source().text()).toList());
            List<Target> relabelled = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                relabelled.add(relabelled(targets.get(i), predictions.get(i)));
            }
            boolean sameRole =
                    relabelled.stream().mapToInt(Target::role).distinct().count() < 2;
            return sameRole ? targets : relabelled;
        }
    }

    private Target relabelled(Target target, Prediction prediction) {
        int answer = prediction.label();
        float sure = prediction.probabilities()[answer];
        if (target.answered() || sure < confidence) {
            return target;
        }
        float[] certain = new float[target.target().length];
        certain[answer] = 1;
        return target.learnt(certain, sure);
    }
}
