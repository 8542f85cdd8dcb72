package io.rolestream.dashboard.review;

import io.rolestream.events.LabelledRole;
import io.rolestream.stream.review.HighestRanked;
import io.rolestream.stream.review.QuestionChoice;
import io.rolestream.stream.review.Questions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A random sample of the labels that were read, so that answers on it say without bias how good labels are.
 *
 * <p>As in the terminal, each resume has a lot that depends on its id and a seed alone, only texts on the test side of
 * the split take part, whatever their votes, and the highest lots are drawn. Where the terminal draws from all labels
 * of the topic, this draws from those read since somewhat before the start. For one thread.
 */
final class RandomSlice {
    private static final int MOST = 100;

    private final QuestionChoice lots;
    private final HighestRanked<LabelledRole> drawn = new HighestRanked<>(MOST);

    RandomSlice(long seed) {
        this.lots = new QuestionChoice(MOST, 0, null, 1, seed);
    }

    /** The resume has this label now. */
    void labelled(LabelledRole label) {
        if (Questions.isForTheSlice(label)) {
            drawn.put(label.getResumeId(), lots.lot(label.getResumeId()), label);
        } else {
            drawn.remove(label.getResumeId());
        }
    }

    void remove(String resumeId) {
        drawn.remove(resumeId);
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
