package io.rolestream.dashboard.review;

import io.rolestream.events.Selection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers that were read, newest last: of each reviewer the last on each text. The oldest are dropped. For one
 * thread.
 */
final class AnswerBook {
    /** Most answers that are kept. */
    static final int MOST = 50_000;

    /** Most answers on one resume that are kept. */
    static final int MOST_OF_RESUME = 200;

    private final Map<String, Map<Question, GivenAnswer>> byResume = new LinkedHashMap<>();
    private int size;

    /** What a reviewer has one answer to: a text of a resume. */
    private record Question(String reviewer, @Nullable String contentHash) {}

    void add(GivenAnswer answer) {
        Map<Question, GivenAnswer> others = byResume.remove(answer.resumeId());
        Map<Question, GivenAnswer> answers = others == null ? new LinkedHashMap<>() : others;
        size -= answers.size();
        Question question = new Question(answer.reviewer(), answer.contentHash());
        answers.remove(question);
        answers.put(question, answer);
        if (answers.size() > MOST_OF_RESUME) {
            answers.remove(answers.keySet().iterator().next());
        }
        byResume.put(answer.resumeId(), answers);
        size += answers.size();
        while (size > MOST) {
            forget(byResume.keySet().iterator().next());
        }
    }

    void forget(String resumeId) {
        Map<Question, GivenAnswer> answers = byResume.remove(resumeId);
        size -= answers == null ? 0 : answers.size();
    }

    int size() {
        return size;
    }

    /** Oldest first; answers on the same resume are together. */
    Stream<GivenAnswer> all() {
        return byResume.values().stream().flatMap(answers -> answers.values().stream());
    }

    /** Whether anybody answered on this text of a resume. */
    boolean has(String resumeId, String contentHash) {
        return on(resumeId, contentHash).findAny().isPresent();
    }

    /** Whether anybody answered on this text of a resume after it was drawn at random. */
    boolean hasDrawn(String resumeId, String contentHash) {
        return on(resumeId, contentHash).anyMatch(answer -> answer.selection() == Selection.RANDOM);
    }

    /** Who answered on this text of a resume. */
    Set<String> reviewers(String resumeId, String contentHash) {
        Set<String> names = new LinkedHashSet<>();
        on(resumeId, contentHash).forEach(answer -> names.add(answer.reviewer()));
        return names;
    }

    private Stream<GivenAnswer> on(String resumeId, String contentHash) {
        return byResume.getOrDefault(resumeId, Map.of()).values().stream()
                .filter(answer -> answer.isAbout(contentHash));
    }
}
