package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a model is measured on the validation set, and how long a better result is awaited.
 *
 * @param perEpoch evaluations in each epoch, at least 1; there is one more at the end of the training
 * @param patience the training stops after so many evaluations in a row without a better one; 0 lets it run to its end
 */
public record EvaluationPlan(int perEpoch, int patience) {
    public EvaluationPlan {
        if (perEpoch < 1) {
            throw new IllegalArgumentException("evaluations per epoch must be at least 1, not " + perEpoch);
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience must be at least 0, not " + patience);
        }
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("evaluations per epoch", Integer.toString(perEpoch));
        facts.put("patience", Integer.toString(patience));
        return facts;
    }
}
