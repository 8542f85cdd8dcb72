package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a model is measured on the validation set, and when training stops early.
 *
 * @param perEpoch evaluations per epoch, at least 1; there is one more at the end of the training
 * @param patience evaluations in a row without a better result after which training stops; 0 disables this
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
