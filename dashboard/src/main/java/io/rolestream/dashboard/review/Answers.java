package io.rolestream.dashboard.review;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.GoneResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.events.RoleCorrection;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.stream.review.CorrectionSender;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Receives people's answers and sends them as corrections. */
public final class Answers implements AutoCloseable {
    private static final String NAMELESS = "dashboard";
    private static final int MAX_NOTE = 500;
    private static final int MAX_NAME = 80;
    private static final int PATIENCE_SECONDS = 10;

    private final Cluster cluster;
    private final Taxonomy taxonomy;
    private final ReviewState state;
    private @Nullable CorrectionSender sender;

    /** An answer as the page sends it. */
    public record Given(
            @Nullable String resumeId,
            @Nullable String contentHash,
            @Nullable String role,
            @Nullable String note,
            @Nullable String reviewer) {}

    Answers(Cluster cluster, Taxonomy taxonomy, ReviewState state) {
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
        String reviewer = reviewer(given.reviewer(), user);
        OpenQuestion open = state.question(given.resumeId(), given.contentHash(), reviewer)
                .orElseThrow(() -> new GoneResponse(
                        "Someone else has answered this meanwhile, or the resume's text has changed."));
        RoleCorrection correction =
                open.question().answered(role, limited(given.note(), MAX_NOTE), reviewer, Instant.now());
        try {
            sender().send(correction, open.question().partition()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | SchemaRegistryException e) {
            throw new ServiceUnavailableResponse(
                    "The answer could not be sent: Kafka or the registry does not answer.");
        }
        state.answered(open, correction);
    }

    /**
     * The name that answers are sent under.
     *
     * @param given the name in the request
     * @param user the authenticated user, if any; overrides the name
     * @throws io.javalin.http.HttpResponseException if the name is too long
     */
    static String reviewer(@Nullable String given, @Nullable String user) {
        String name = user != null ? user : limited(given, MAX_NAME);
        return name == null ? NAMELESS : name;
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
