package io.rolestream.trainer.gate;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.verdict.Check;
import io.rolestream.evaluation.verdict.CheckResult.Outcome;
import io.rolestream.evaluation.verdict.GateVerdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a version that passed the gate may replace the champion by itself: only if both answered enough texts that
 * people labelled. Otherwise nothing shows that it is as good, and a person decides.
 *
 * @param compared the champion during the training; null if there was none
 * @param refusal why that champion could not be loaded, or null
 */
public record Succession(
        Evaluation evaluation,
        GateVerdict verdict,
        @Nullable String compared,
        @Nullable String refusal) {
    /** Says why the version may not replace this champion, and which evidence is missing; null if it may. */
    public @Nullable String obstacle(String champion) {
        if (!champion.equals(compared)) {
            return said(champion, "which became champion during its training");
        }
        if (refusal != null) {
            return said(champion, "which cannot be loaded: " + refusal);
        }
        boolean passed = verdict.find(Check.NOT_BELOW_CHAMPION)
                .filter(result -> result.outcome() == Outcome.PASS)
                .isPresent();
        return passed
                ? null
                : "Became challenger, since too few answers compare it with the champion %s: %s."
                        .formatted(champion, fewAnswers());
    }

    private String fewAnswers() {
        Evidence evidence = new Evidence(evaluation, verdict.limits());
        SetEvaluation common = evidence.gold(false);
        long answers = common == null ? 0 : common.items();
        int needed = verdict.limits().items().gold();
        return String.format(
                Locale.ROOT,
                "people labelled %s of the texts kept out of training; %,d more answers on such texts are"
                        + " needed, for which `rolestream review --random-share 1` asks",
                answers == 0 ? "none" : String.format(Locale.ROOT, "only %,d", answers),
                Math.max(0, needed - answers));
    }

    private static String said(String champion, String why) {
        return "Became challenger, since it was not compared with the champion %s, %s.".formatted(champion, why);
    }
}
