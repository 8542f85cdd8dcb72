package io.rolestream.engine.training.alignment;

import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.util.Arrays;

/** Rollouts with given log-probabilities. */
public final class TestRollouts {
    private TestRollouts() {}

    /** An answer that has ended, whose reference gives the other log-probabilities. */
    public static Rollout of(float[] logs, float[] referenceLogs) {
        return of(logs, referenceLogs, true);
    }

    static Rollout of(float[] logs, float[] referenceLogs, boolean ended) {
        int[] answer = new int[logs.length];
        Arrays.fill(answer, 4);
        float[] entropies = new float[logs.length];
        Arrays.fill(entropies, 1.5f);
        return new Rollout(
                new SampledAnswer(new AnsweredPrompt(new int[] {3}, answer), ended), logs, referenceLogs, entropies);
    }
}
