package io.rolestream.stream.waiting;

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
public final class PendingLabels {
    /** A resume in flight; the content hash is null if it will be dead-lettered. */
    public record Sent(
            @Nullable String contentHash, CompletableFuture<Place> place, CompletableFuture<LabelLine> answer) {}

    public record Place(int partition, long offset) {}

    private final Map<String, List<Sent>> byId = new HashMap<>();

    /** A resume in flight with this id and content, whose answer serves both. */
    public synchronized Optional<Sent> find(String resumeId, String contentHash) {
        return byId.getOrDefault(resumeId, List.of()).stream()
                .filter(sent -> contentHash.equals(sent.contentHash()))
                .findFirst();
    }

    public synchronized Sent add(String resumeId, @Nullable String contentHash) {
        Sent sent = new Sent(contentHash, new CompletableFuture<>(), new CompletableFuture<>());
        byId.computeIfAbsent(resumeId, id -> new ArrayList<>(1)).add(sent);
        return sent;
    }

    /** Completes a label's resume; false if this run did not send it. */
    boolean labelled(String resumeId, String contentHash, LabelLine line) {
        return answer(resumeId, line, sent -> contentHash.equals(sent.contentHash()));
    }

    /** Completes a dead letter's resume; false if this run did not send it. */
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

    /** Removes a resume that could not be sent. */
    public synchronized void remove(String resumeId, Sent sent) {
        List<Sent> all = byId.get(resumeId);
        if (all != null) {
            all.remove(sent);
            if (all.isEmpty()) {
                byId.remove(resumeId);
            }
        }
    }
}
