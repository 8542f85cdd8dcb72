package io.rolestream.dashboard.review;

import io.rolestream.events.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The answers that were read, newest last: of each reviewer the last on each text. The oldest are dropped. For one
 * thread.
 */
final class AnswerBook {
    /** Most answers that are kept. */
    static final int MOST = 50_000;

    private final Map<String, List<GivenAnswer>> byResume = new LinkedHashMap<>();
    private int size;

    void add(GivenAnswer answer) {
        List<GivenAnswer> others = byResume.remove(answer.resumeId());
        List<GivenAnswer> answers = others == null ? new ArrayList<>() : others;
        boolean replaces = answers.removeIf(former -> former.reviewer().equals(answer.reviewer())
                && Objects.equals(former.contentHash(), answer.contentHash()));
        answers.add(answer);
        byResume.put(answer.resumeId(), answers);
        size += replaces ? 0 : 1;
        while (size > MOST && byResume.size() > 1) {
            forget(byResume.keySet().iterator().next());
        }
    }

    void forget(String resumeId) {
        List<GivenAnswer> answers = byResume.remove(resumeId);
        size -= answers == null ? 0 : answers.size();
    }

    int size() {
        return size;
    }

    /** Oldest first; answers on the same resume are together. */
    Stream<GivenAnswer> all() {
        return byResume.values().stream().flatMap(Collection::stream);
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
        return byResume.getOrDefault(resumeId, List.of()).stream().filter(answer -> answer.isAbout(contentHash));
    }
}
