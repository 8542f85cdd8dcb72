package io.rolestream.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a model is measured, which result is the best, and when training stops early. */
final class EarlyStopping {
    private static final String WAITED = "evaluations without a better one";
    private static final String FIRST = "first";
    private static final String BEST = "best";

    private final EvaluationPlan plan;
    private @Nullable ValidationResult first;
    private @Nullable ValidationResult best;
    private int waited;

    EarlyStopping(EvaluationPlan plan) {
        this.plan = plan;
    }

    static EarlyStopping fromNotes(EvaluationPlan plan, Map<String, String> notes) {
        EarlyStopping result = new EarlyStopping(plan);
        result.first = ValidationResult.fromNotes(FIRST, notes);
        result.best = ValidationResult.fromNotes(BEST, notes);
        result.waited = Integer.parseInt(notes.getOrDefault(WAITED, "0"));
        return result;
    }

    Map<String, String> toNotes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(WAITED, Integer.toString(waited));
        if (first != null) {
            notes.putAll(first.toNotes(FIRST));
        }
        if (best != null) {
            notes.putAll(best.toNotes(BEST));
        }
        return notes;
    }

    boolean isDue(long step, long stepsPerEpoch, long steps) {
        int each = plan.perEpoch();
        return step == steps || step * each / stepsPerEpoch > (step - 1) * each / stepsPerEpoch;
    }

    /** Adds a result, and returns whether it is the best so far. */
    boolean offer(ValidationResult result) {
        if (best == null || result.isBetterThan(best)) {
            best = result;
            waited = 0;
            return true;
        }
        waited++;
        return false;
    }

    /** Keeps the result from before the first step, which is only compared with. */
    void setFirst(ValidationResult result) {
        first = result;
    }

    @Nullable
    ValidationResult first() {
        return first;
    }

    @Nullable
    ValidationResult best() {
        return best;
    }

    boolean isExhausted() {
        return plan.patience() > 0 && waited >= plan.patience();
    }
}
