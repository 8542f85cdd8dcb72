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

/** Uses a model's predictions as labels if they are at least this confident. */
record SelfTraining(double confidence, int threads) {
    /**
     * People's targets are kept.
     *
     * @return the same targets if the model's would all be of one role
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
