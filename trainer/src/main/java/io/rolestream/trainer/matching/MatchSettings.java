package io.rolestream.trainer.matching;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.engine.model.Precision;
import io.rolestream.trainer.matching.adversary.Adversary;

/**
 * How a matcher or a reward model is trained.
 *
 * @param base a checkpoint's directory, {@code compact}, or the name of a model on a hub
 * @param epochs passes over the pairs, at least 1
 * @param batchSize pairs per step, at least 2
 * @param learningRate the peak; 0 for what suits the base
 * @param temperature of the contrastive loss, above 0
 * @param negatives how many mined negatives each pair has, 0 or more
 * @param adversaries how many dishonest postings a reward model learns to reject for each resume, 0 to 6
 * @param maxTokens where texts, or pairs of texts, are cut; at most what the base reads
 * @param threads per operation
 * @param precision FP32 or BF16; a fixed one, so that a continued training computes as the stopped one
 */
public record MatchSettings(
        String base,
        int epochs,
        int batchSize,
        double learningRate,
        double temperature,
        int negatives,
        int adversaries,
        int maxTokens,
        int threads,
        long seed,
        Precision precision) {
    public MatchSettings {
        check(epochs >= 1, "epochs must be at least 1, not " + epochs);
        check(batchSize >= 2, "the batch size must be at least 2, not " + batchSize);
        check(learningRate >= 0 && learningRate < 1, "the learning rate must be from 0 to 1, not " + learningRate);
        check(temperature > 0 && temperature <= 10, "the temperature must be above 0, not " + temperature);
        check(negatives >= 0, "negatives must be 0 or more, not " + negatives);
        check(
                adversaries >= 0 && adversaries <= Adversary.values().length,
                "adversaries must be from 0 to " + Adversary.values().length + ", not " + adversaries);
        check(maxTokens >= 8, "texts must have at least 8 tokens, not " + maxTokens);
        check(threads >= 1, "threads must be at least 1, not " + threads);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The usual settings: 3 epochs, batches of 32, temperature 0.05, 2 negatives, 3 adversaries, 256 tokens, fp32. */
    public static MatchSettings of(String base, int threads, long seed) {
        return new MatchSettings(base, 3, 32, 0, 0.05, 2, 3, 256, threads, seed, Precision.FP32);
    }

    /** @param rate the peak of the learning rate, as it was chosen */
    ObjectNode json(double rate) {
        ObjectNode json = JsonFiles.newObject();
        json.put("epochs", epochs);
        json.put("batchSize", batchSize);
        json.put("learningRate", rate);
        json.put("temperature", temperature);
        json.put("negatives", negatives);
        json.put("adversaries", adversaries);
        json.put("maxTokens", maxTokens);
        json.put("precision", precision.key());
        return json;
    }
}
