package io.rolestream.dashboard.review;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.stream.review.Questions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The unanswered disagreements with the highest review scores among the records read. Unlike a review in the terminal,
 * it lasts as long as the process: disagreements displaced by better ones are dropped, and new ones refill it. For one
 * thread.
 */
final class OpenDisagreements {
    private static final int MOST = 300;

    private final TreeSet<LabelDisagreement> ranked =
            new TreeSet<>(Comparator.comparingDouble(LabelDisagreement::getReviewScore)
                    .thenComparing(LabelDisagreement::getResumeId));
    private final Map<String, LabelDisagreement> byId = new HashMap<>();

    void add(LabelDisagreement disagreement) {
        remove(disagreement.getResumeId());
        if (disagreement.getResumePartition() < 0) {
            return;
        }
        ranked.add(disagreement);
        byId.put(disagreement.getResumeId(), disagreement);
        if (ranked.size() > MOST) {
            remove(ranked.first().getResumeId());
        }
    }

    /** The resume has this label now; drops a question about another text, or about a label that was uncertain. */
    void labelled(LabelledRole label) {
        LabelDisagreement known = byId.get(label.getResumeId());
        if (known != null
                && (!known.getContentHash().equals(label.getContentHash())
                        || Questions.isOutdated(known, label.getLabelledAt()))) {
            remove(label.getResumeId());
        }
    }

    void remove(String resumeId) {
        LabelDisagreement known = byId.remove(resumeId);
        if (known != null) {
            ranked.remove(known);
        }
    }

    int size() {
        return ranked.size();
    }

    /** Null if the resume is not asked about. */
    @Nullable
    OpenQuestion of(String resumeId) {
        LabelDisagreement known = byId.get(resumeId);
        return known == null ? null : OpenQuestion.of(known);
    }

    /** Highest score first. */
    List<OpenQuestion> highestFirst() {
        List<OpenQuestion> all = new ArrayList<>(ranked.size());
        ranked.descendingIterator().forEachRemaining(disagreement -> all.add(OpenQuestion.of(disagreement)));
        return all;
    }
}
