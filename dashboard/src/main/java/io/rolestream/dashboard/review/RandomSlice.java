package io.rolestream.dashboard.review;

import io.rolestream.events.LabelledRole;
import io.rolestream.stream.review.HighestRanked;
import io.rolestream.stream.review.QuestionChoice;
import io.rolestream.stream.review.Questions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A random sample of the labels that were read, so that answers on it say without bias how good labels are.
 *
 * <p>As in the terminal, each resume has a lot that depends on its id and a seed alone, only texts on the test side of
 * the split take part, whatever their votes, and the highest lots are drawn. Where the terminal draws from all labels
 * of the topic, this draws from those read since somewhat before the start. Once half of the drawn resumes are
 * answered, it draws again, from the records of resumes that are newer than those of the labels read so far: so each
 * record takes part in one draw only, however many revisions its label gets. For one thread.
 */
final class RandomSlice {
    private static final int MOST = 100;

    private final QuestionChoice lots;
    private final HighestRanked<LabelledRole> drawn = new HighestRanked<>(MOST);

    /** By partition of {@code resumes}, the last record whose label was read. */
    private final Map<Integer, Long> lastRead = new HashMap<>();

    /** Likewise, the last that took part in earlier draws. */
    private Map<Integer, Long> drawnBefore = Map.of();

    RandomSlice(long seed) {
        this.lots = new QuestionChoice(MOST, 0, null, 1, seed);
    }

    /** The resume has this label now. */
    void labelled(LabelledRole label) {
        lastRead.merge(label.getResumePartition(), label.getResumeOffset(), Math::max);
        if (Questions.isForTheSlice(label) && (has(label.getResumeId()) || isInThisDraw(label))) {
            drawn.put(label.getResumeId(), lots.lot(label.getResumeId()), label);
        } else {
            remove(label.getResumeId());
        }
    }

    private boolean isInThisDraw(LabelledRole label) {
        Long before = drawnBefore.get(label.getResumePartition());
        return before == null || label.getResumeOffset() > before;
    }

    void remove(String resumeId) {
        drawn.remove(resumeId);
        if (drawn.isBounded() && drawn.size() <= MOST / 2) {
            drawn.refill();
            drawnBefore = Map.copyOf(lastRead);
        }
    }

    boolean has(String resumeId) {
        return drawn.contains(resumeId);
    }

    /** In the order of their lots. */
    List<OpenQuestion> highestFirst() {
        return drawn.highestFirst().stream().map(OpenQuestion::of).toList();
    }

    /** Null if the resume was not drawn. */
    @Nullable
    OpenQuestion of(String resumeId) {
        return !has(resumeId)
                ? null
                : highestFirst().stream()
                        .filter(open -> open.resumeId().equals(resumeId))
                        .findFirst()
                        .orElse(null);
    }
}
