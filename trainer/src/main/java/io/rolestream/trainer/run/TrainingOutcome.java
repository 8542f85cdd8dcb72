package io.rolestream.trainer.run;

import io.rolestream.common.text.Keyed;
import java.util.List;
import java.util.stream.Stream;

/**
 * @param reasons why it was not published, in sentences; if it was, its stage and verdict, and the reasons that its
 *     announcement gives
 */
public record TrainingOutcome(Kind kind, String version, List<String> reasons) {
    public enum Kind implements Keyed {
        /** Announced as champion or challenger. */
        PUBLISHED,
        /** Announced as rejected by the gate. */
        REJECTED,
        /** Dropped, since a later version was announced meanwhile. */
        SURPASSED,
        /** There are too few texts. */
        IMPOSSIBLE,
        FAILED,
        /** Unfinished; can be continued. */
        STOPPED
    }

    public TrainingOutcome {
        reasons = List.copyOf(reasons);
    }

    TrainingOutcome(Kind kind, String version) {
        this(kind, version, List.of());
    }

    /** The outcome for people, a line each. */
    public List<String> lines(String model) {
        return Stream.concat(
                        Stream.of(model + " " + version + ": " + kind.key()),
                        reasons.stream().map(reason -> "  " + reason))
                .toList();
    }
}
