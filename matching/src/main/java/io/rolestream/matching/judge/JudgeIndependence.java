package io.rolestream.matching.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.TrainingSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a judge's model learnt something else than the reward model. Their manifests have the seed and a fingerprint
 * of the matches; data that only overlap, and bases that are related, are not noticed.
 */
public final class JudgeIndependence {
    /** In a manifest's recipe: the fingerprint of the matches that the model was trained on. */
    public static final String MATCHES = "matches";

    private JudgeIndependence() {}

    /**
     * Checks a judge.
     *
     * @param judge a model's directory
     * @param reward likewise; null if the reward model is not given
     * @return why the independence is not certain; null where the manifests show it
     * @throws IllegalArgumentException if the models are the same, or have the same matches or the same seed
     */
    public static @Nullable String doubt(Path judge, @Nullable Path reward) throws IOException {
        if (reward == null) {
            return "whether the judge " + judge + " is independent of the reward model is not checked; give --reward";
        }
        if (Files.isSameFile(judge, reward)) {
            throw new IllegalArgumentException(
                    "the judge is the reward model itself, " + judge + "; train another on other data");
        }
        TrainingSetup ofJudge = setup(judge);
        TrainingSetup ofReward = setup(reward);
        if (ofJudge == null || ofReward == null) {
            return unknown(ofJudge == null ? judge : reward, "how it was trained");
        }
        String models = "the judge " + judge + " and the reward model " + reward;
        String matches = matches(ofJudge);
        if (matches != null && matches.equals(matches(ofReward))) {
            throw new IllegalArgumentException(models + " were both trained on the same matches; train a judge on other"
                    + " data, or with --generated and another --seed");
        }
        if (ofJudge.seed() == ofReward.seed()) {
            throw new IllegalArgumentException(models + " were both trained with the seed " + ofReward.seed()
                    + "; train a judge with another --seed, on other data");
        }
        return matches == null || matches(ofReward) == null
                ? unknown(matches == null ? judge : reward, "which matches it was trained on")
                : null;
    }

    private static String unknown(Path model, String what) {
        return model + " does not record " + what
                + ", so whether the judge is independent of the reward model cannot be checked";
    }

    /** Null for a checkpoint that is no version of Rolestream, or one that was trained elsewhere. */
    private static @Nullable TrainingSetup setup(Path model) {
        try {
            TrainingSetup setup = Manifest.read(model).details().setup();
            return setup.recipe().isEmpty() && setup.codeVersion().isEmpty() ? null : setup;
        } catch (ModelRefusedException e) {
            return null;
        }
    }

    private static @Nullable String matches(TrainingSetup setup) {
        JsonNode matches = setup.recipe().get(MATCHES);
        return matches == null || !matches.isTextual() ? null : matches.textValue();
    }
}
