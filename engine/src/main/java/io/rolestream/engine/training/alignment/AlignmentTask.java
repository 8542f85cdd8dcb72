package io.rolestream.engine.training.alignment;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.training.TokenCheck;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a policy learns that draws its own answers.
 *
 * @param prompts at least one; a step takes some of them
 * @param reward of answers to them
 * @param validation prompts that the judge sees answers to; if there are none, the last parameters are kept
 * @param judge knows other data than the reward
 * @param evaluations takes each measurement on the validation prompts
 * @param models fingerprints, by name, of the models that reward and judge are; a training is only resumed with the
 *     same
 */
public record AlignmentTask(
        List<int[]> prompts,
        AnswerReward reward,
        List<int[]> validation,
        AnswerReward judge,
        Consumer<PolicyEvaluation> evaluations,
        Map<String, String> models) {
    public AlignmentTask {
        prompts = List.copyOf(prompts);
        validation = List.copyOf(validation);
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("there are no prompts to train on");
        }
    }

    /**
     * Checks that a model can answer all prompts.
     *
     * @param maxTokens of an answer
     * @throws IllegalArgumentException if not; the message names the first prompt that is refused
     */
    public void check(ModelConfig config, int maxTokens) {
        check(config, "training prompt ", prompts, maxTokens);
        check(config, "validation prompt ", validation, maxTokens);
    }

    private static void check(ModelConfig config, String name, List<int[]> prompts, int maxTokens) {
        for (int i = 0; i < prompts.size(); i++) {
            int[] prompt = prompts.get(i);
            if (prompt.length == 0 || prompt.length + maxTokens >= config.maxTokens()) {
                throw new IllegalArgumentException(name + i + " has " + prompt.length + " tokens and an answer up to "
                        + maxTokens + ", but the model takes " + (config.maxTokens() - 1)
                        + " together, and needs a prompt");
            }
            TokenCheck.check(config, name + i, prompt);
        }
    }

    /** Facts, by name, that must not change for a training to be resumed, besides the prompts learnt from. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(models);
        facts.put("validation prompts", Long.toHexString(fingerprint(validation)));
        return facts;
    }

    /** A fingerprint of the prompts that are learnt from. */
    public long fingerprint() {
        return fingerprint(prompts);
    }

    private static long fingerprint(List<int[]> prompts) {
        long hash = 1;
        for (int[] prompt : prompts) {
            hash = hash * 31 + Arrays.hashCode(prompt);
        }
        return hash;
    }
}
