package io.rolestream.dashboard.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.GoneResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.events.RoleCorrection;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.stream.review.CorrectionSender;
import io.rolestream.stream.review.Question;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Receives people's answers and sends them as corrections. */
final class Answers implements AutoCloseable {
    private static final int MAX_NOTE = 500;
    private static final int MAX_NAME = 80;
    private static final int PATIENCE_SECONDS = 10;

    private final Cluster cluster;
    private final Taxonomy taxonomy;
    private final LiveState state;
    private @Nullable CorrectionSender sender;

    /** An answer as the page sends it. */
    record Given(
            @Nullable String resumeId,
            @Nullable String contentHash,
            @Nullable String role,
            @Nullable String note,
            @Nullable String reviewer) {}

    Answers(Cluster cluster, Taxonomy taxonomy, LiveState state) {
        this.cluster = cluster;
        this.taxonomy = taxonomy;
        this.state = state;
    }

    /**
     * Sends an answer; returns when the broker has acknowledged it.
     *
     * @param user the authenticated user, if any; overrides the name in the request
     * @throws io.javalin.http.HttpResponseException if the answer is invalid, too late, or cannot be sent
     */
    void take(Given given, @Nullable String user) throws InterruptedException {
        String role = given.role();
        if (given.resumeId() == null || given.contentHash() == null || role == null) {
            throw new BadRequestResponse("An answer needs resumeId, contentHash and role.");
        }
        if (!taxonomy.contains(role)) {
            throw new BadRequestResponse("There is no such role.");
        }
        Question question = state.question(given.resumeId(), given.contentHash())
                .orElseThrow(() -> new GoneResponse(
                        "Someone else has answered this meanwhile, or the resume's text has changed."));
        String reviewer = user != null ? user : limited(given.reviewer(), MAX_NAME);
        RoleCorrection correction = question.answered(
                role, limited(given.note(), MAX_NOTE), reviewer == null ? "dashboard" : reviewer, Instant.now());
        try {
            sender().send(correction, question.partition()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | SchemaRegistryException e) {
            throw new ServiceUnavailableResponse(
                    "The answer could not be sent: Kafka or the registry does not answer.");
        }
        state.correction(given.resumeId(), correction);
    }

    private static @Nullable String limited(@Nullable String text, int chars) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > chars) {
            throw new ContentTooLargeResponse(
                    "A name may have at most %d characters, a note %d.".formatted(MAX_NAME, MAX_NOTE));
        }
        return text.strip();
    }

    private synchronized CorrectionSender sender() {
        if (sender == null) {
            sender = new CorrectionSender(cluster);
        }
        return sender;
    }

    @Override
    public synchronized void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
