package io.rolestream.labellers;

import io.rolestream.engine.batching.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A labeller's answer on one text. Roles are indexes of the taxonomy.
 *
 * @param role the fallback if the labeller abstains
 * @param abstained whether it found no role
 * @param confidence 0 to 1
 * @param logProbabilities of the roles, {@code [roles]}, not to be changed; empty where the labeller only names a role
 * @param evidence what decided, such as matched keywords, most important first
 * @param generated the text that a prompted model wrote; null for others
 * @param cut whether part of the text was not read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(
        int role,
        boolean abstained,
        float confidence,
        float[] logProbabilities,
        List<String> evidence,
        @Nullable String generated,
        boolean cut) {
    public Answer {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence out of range: " + confidence);
        }
        evidence = List.copyOf(evidence);
    }

    /** The most probable role, the first of equals. */
    public static Answer of(float[] logProbabilities, boolean cut) {
        int role = Rows.argmax(logProbabilities);
        return new Answer(
                role,
                false,
                (float) Math.min(1, Math.exp(logProbabilities[role])),
                logProbabilities,
                List.of(),
                null,
                cut);
    }

    public Answer withEvidence(List<String> found) {
        return new Answer(role, abstained, confidence, logProbabilities, found, generated, cut);
    }
}
