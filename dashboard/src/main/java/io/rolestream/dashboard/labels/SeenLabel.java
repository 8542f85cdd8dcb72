package io.rolestream.dashboard.labels;

import io.rolestream.dashboard.records.Place;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision of a label, as far as the dashboard keeps it in memory: without keywords, scores and text.
 *
 * @param resumePartition of the resume's record
 * @param confidence 0 to 1
 * @param labelledAt milliseconds since 1970
 * @param place of the label's record in {@code labelled-roles}
 * @param answers the roles that models answered, the observed ones included
 */
record SeenLabel(
        int resumePartition,
        int revision,
        String role,
        String decidedBy,
        float confidence,
        long labelledAt,
        String contentHash,
        Place place,
        List<Answered> answers) {
    /** What a version answered. */
    record Answered(String version, String role, float confidence) {}

    static SeenLabel of(LabelledRole label, Place place) {
        List<Answered> answers = new ArrayList<>(1 + label.getObservedVotes().size());
        add(label.getModelVote(), answers);
        label.getObservedVotes().forEach(vote -> add(vote, answers));
        return new SeenLabel(
                label.getResumePartition(),
                label.getRevision(),
                label.getRole(),
                label.getDecidedBy().name(),
                label.getConfidence(),
                label.getLabelledAt().toEpochMilli(),
                label.getContentHash(),
                place,
                List.copyOf(answers));
    }

    private static void add(@Nullable Vote vote, List<Answered> answers) {
        if (vote != null && vote.getRole() != null) {
            answers.add(new Answered(vote.getLabellerVersion(), vote.getRole(), vote.getConfidence()));
        }
    }

    /** What a version answered; null if it is not known. */
    @Nullable
    Answered answerOf(String version) {
        return answers.stream()
                .filter(answer -> answer.version().equals(version))
                .findFirst()
                .orElse(null);
    }
}
