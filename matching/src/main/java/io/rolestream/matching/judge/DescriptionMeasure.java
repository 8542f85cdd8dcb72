package io.rolestream.matching.judge;

import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One figure of {@link DescriptionMeasures}. */
public enum DescriptionMeasure {
    ROLE("role agrees", "role", Better.HIGHER, m -> m.role() == null ? Double.NaN : m.role() ? 1 : 0),
    SKILL_PRECISION("skill precision", "skillPrecision", Better.HIGHER, DescriptionMeasures::skillPrecision),
    SKILL_RECALL("skill recall", "skillRecall", Better.HIGHER, DescriptionMeasures::skillRecall),
    SKILL_F1("skill F1", "skillF1", Better.HIGHER, DescriptionMeasures::skillF1),
    INVENTED("invented skills", "inventedSkills", Better.LOWER, DescriptionMeasures::invented),
    COPIED("copied", "copied", Better.LOWER, DescriptionMeasures::copied),
    LONGEST_COPY("longest copy, words", "longestCopy", Better.LOWER, DescriptionMeasures::longestCopy),
    DISTINCT_2("distinct-2", "distinct2", Better.HIGHER, DescriptionMeasures::distinct2),
    WORDS("words", "words", Better.NEITHER, DescriptionMeasures::words),
    JUDGE("judge's score", "judge", Better.HIGHER, m -> orNan(m.judge())),
    REWARD("reward", "reward", Better.HIGHER, m -> orNan(m.reward()));

    private enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    private final String title;
    private final String key;
    private final Better better;
    private final ToDoubleFunction<DescriptionMeasures> figure;

    DescriptionMeasure(String title, String key, Better better, ToDoubleFunction<DescriptionMeasures> figure) {
        this.title = title;
        this.key = key;
        this.better = better;
        this.figure = figure;
    }

    private static double orNan(@Nullable Float score) {
        return score == null ? Double.NaN : score;
    }

    public String title() {
        return title;
    }

    /** In JSON. */
    public String key() {
        return key;
    }

    /** Whether a description can win by it. */
    public boolean decides() {
        return better != Better.NEITHER;
    }

    /** The figure; NaN where it is unknown. */
    public double of(DescriptionMeasures measures) {
        return figure.applyAsDouble(measures);
    }

    /** Whether the figure is from 0 to 1. */
    boolean isShare() {
        return switch (this) {
            case ROLE, SKILL_PRECISION, SKILL_RECALL, SKILL_F1, INVENTED, COPIED, DISTINCT_2 -> true;
            case LONGEST_COPY, WORDS, JUDGE, REWARD -> false;
        };
    }

    /** The figure, turned so that more is better. */
    double merit(DescriptionMeasures measures) {
        return better == Better.LOWER ? -of(measures) : of(measures);
    }
}
