package io.rolestream.matching.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One result.
 *
 * @param id of the job, or of the resume
 * @param score what results are ordered by; the sum of the parts' contributions
 * @param role the result's role; null if unknown
 * @param matchedSkills that both sides name, by their canonical names, the most telling first
 * @param missingSkills that the job names and the resume does not
 * @param wouldHelp the missing skill that would raise the score most; null if none would
 * @param reasons sentences for the person who reads the result; each holds for the two texts
 * @param passages the parts of the two texts that were used
 * @param origin where it comes from in a list with a generated description; null in a list without one
 */
public record RankedMatch(
        String id,
        float score,
        @Nullable String role,
        List<ScorePart> parts,
        List<String> matchedSkills,
        List<String> missingSkills,
        @Nullable String wouldHelp,
        List<String> reasons,
        List<Passage> passages,
        @Nullable MatchOrigin origin) {
    public RankedMatch {
        parts = List.copyOf(parts);
        matchedSkills = List.copyOf(matchedSkills);
        missingSkills = List.copyOf(missingSkills);
        reasons = List.copyOf(reasons);
        passages = List.copyOf(passages);
    }

    /** A result of a list without a generated description. */
    public RankedMatch(
            String id,
            float score,
            @Nullable String role,
            List<ScorePart> parts,
            List<String> matchedSkills,
            List<String> missingSkills,
            @Nullable String wouldHelp,
            List<String> reasons,
            List<Passage> passages) {
        this(id, score, role, parts, matchedSkills, missingSkills, wouldHelp, reasons, passages, null);
    }
}
