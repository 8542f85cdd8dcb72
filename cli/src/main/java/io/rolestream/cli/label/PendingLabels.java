package io.rolestream.cli.label;

import io.rolestream.files.write.LabelLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The resumes that were sent and not yet answered, by id. One thread adds while another answers.
 *
 * <p>Labels are matched by resume and content, so resumes of other producers, and other contents under the same id, do
 * not interfere.
 */
final class PendingLabels {
    /**
     * A resume in flight.
     *
     * @param contentHash hash of its judged text; null if the resume will be dead-lettered
     * @param place its record's partition and offset, once the broker has acknowledged it
     * @param answer its line of output, once known
     */
    record Sent(@Nullable String contentHash, CompletableFuture<Place> place, CompletableFuture<LabelLine> answer) {}

    /** Where a record is. */
    record Place(int partition, long offset) {}

    private final Map<String, List<Sent>> byId = new HashMap<>();

    /** The resume with this id and content that is on its way already, whose answer will do for another. */
    synchronized Optional<Sent> find(String resumeId, String contentHash) {
        return byId.getOrDefault(resumeId, List.of()).stream()
                .filter(sent -> contentHash.equals(sent.contentHash()))
                .findFirst();
    }

    synchronized Sent add(String resumeId, @Nullable String contentHash) {
        Sent sent = new Sent(contentHash, new CompletableFuture<>(), new CompletableFuture<>());
        byId.computeIfAbsent(resumeId, id -> new ArrayList<>(1)).add(sent);
        return sent;
    }

    /**
     * Completes a label's resume.
     *
     * @return false if this run did not send it
     */
    boolean labelled(String resumeId, String contentHash, LabelLine line) {
        return answer(resumeId, line, sent -> contentHash.equals(sent.contentHash()));
    }

    /**
     * Completes a dead letter's resume.
     *
     * @return false if this run did not send it
     */
    boolean deadLettered(String resumeId, Place place, LabelLine line) {
        return answer(resumeId, line, sent -> place.equals(sent.place().join()));
    }

    private boolean answer(String resumeId, LabelLine line, Predicate<Sent> which) {
        List<Sent> candidates;
        synchronized (this) {
            candidates = List.copyOf(byId.getOrDefault(resumeId, List.of()));
        }
        for (Sent sent : candidates) {
            if (which.test(sent)) {
                remove(resumeId, sent);
                sent.answer().complete(line);
                return true;
            }
        }
        return false;
    }

    /** Takes out a resume that could not be sent. */
    synchronized void remove(String resumeId, Sent sent) {
        List<Sent> all = byId.get(resumeId);
        if (all != null) {
            all.remove(sent);
            if (all.isEmpty()) {
                byId.remove(resumeId);
            }
        }
    }
}
