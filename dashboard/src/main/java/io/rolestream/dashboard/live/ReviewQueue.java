package io.rolestream.dashboard.live;

import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.stream.review.Question;
import io.rolestream.stream.review.Questions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The unanswered disagreements with the highest review scores among the records read. Unlike a review in the terminal,
 * it lasts as long as the process: disagreements displaced by better ones are dropped, and new ones refill the queue.
 * For one thread.
 */
final class ReviewQueue {
    private static final int MOST = 300;
    private static final int MOST_ANSWERS = 50_000;

    record Entry(Case shown, LabelDisagreement disagreement) {
        Question question() {
            return Question.of(disagreement);
        }
    }

    private final TreeSet<Entry> ranked = new TreeSet<>(
            Comparator.comparingDouble((Entry entry) -> entry.shown().score())
                    .thenComparing(entry -> entry.shown().resumeId()));
    private final Map<String, Entry> byId = new HashMap<>();

    /** The content hash of the answered text by resume; empty if the answer holds for any text. */
    private final Map<String, String> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_ANSWERS;
        }
    };

    void add(LabelDisagreement disagreement, Case shown) {
        remove(shown.resumeId());
        if (disagreement.getResumePartition() < 0 || isAnswered(shown.resumeId(), shown.contentHash())) {
            return;
        }
        Entry entry = new Entry(shown, disagreement);
        ranked.add(entry);
        byId.put(shown.resumeId(), entry);
        if (ranked.size() > MOST) {
            remove(ranked.first().shown().resumeId());
        }
    }

    private boolean isAnswered(String resumeId, String contentHash) {
        String hash = answered.get(resumeId);
        return hash != null && (hash.isEmpty() || hash.equals(contentHash));
    }

    void answered(String resumeId, @Nullable String contentHash) {
        answered.put(resumeId, contentHash == null ? "" : contentHash);
        Entry entry = byId.get(resumeId);
        if (entry != null && isAnswered(resumeId, entry.shown().contentHash())) {
            remove(resumeId);
        }
    }

    void forgetAnswer(String resumeId) {
        answered.remove(resumeId);
    }

    /** The resume has this label now; drops a question about another text, or about a label that was uncertain. */
    void labelled(LabelledRole label) {
        Entry entry = byId.get(label.getResumeId());
        if (entry != null
                && (!entry.shown().contentHash().equals(label.getContentHash())
                        || Questions.isOutdated(entry.disagreement(), label.getLabelledAt()))) {
            remove(label.getResumeId());
        }
    }

    void remove(String resumeId) {
        Entry entry = byId.remove(resumeId);
        if (entry != null) {
            ranked.remove(entry);
        }
    }

    int size() {
        return ranked.size();
    }

    /** Highest score first. */
    List<Case> top(int count) {
        List<Case> top = new ArrayList<>(count);
        for (var entries = ranked.descendingIterator(); entries.hasNext() && top.size() < count; ) {
            top.add(entries.next().shown());
        }
        return top;
    }

    /** The question about this text of a resume, if it is still open. */
    Optional<Question> question(String resumeId, String contentHash) {
        return Optional.ofNullable(byId.get(resumeId))
                .filter(entry -> entry.shown().contentHash().equals(contentHash))
                .map(Entry::question);
    }
}
