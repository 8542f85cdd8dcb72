package io.rolestream.dashboard.jobs;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.GoneResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.Sending;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Match;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what people at the page say about an entry of a list as {@code job-feedback}. Position and revision are those
 * of the list in Kafka, whatever the request says. Who says something about one entry has seen the list, so its entries
 * are reported as shown, once for each revision.
 */
final class GivenFeedback implements AutoCloseable {
    static final String SOURCE = "dashboard";

    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_LISTS = 10_000;

    private static final Map<String, FeedbackAction> ACTIONS = Map.of(
            "opened", FeedbackAction.OPENED,
            "applied", FeedbackAction.APPLIED,
            "hired", FeedbackAction.HIRED,
            "dismissed", FeedbackAction.DISMISSED);

    private final Cluster cluster;
    private final ListLookup lists;
    private final String topic;
    private final Map<ListKey, Boolean> shown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ListKey, Boolean> eldest) {
            return size() > MOST_LISTS;
        }
    };
    private @Nullable Open open;

    private record Open(Producer<byte[], byte[]> producer, Serializer<JobFeedback> serializer) {}

    /**
     * What the page sends.
     *
     * @param action {@code opened}, {@code applied}, {@code hired} or {@code dismissed}
     * @param list whose list it happened in: {@code resume} or {@code job}
     */
    record Given(
            @Nullable String resumeId,
            @Nullable String jobId,
            @Nullable String action,
            @Nullable String list) {}

    private record Listed(boolean ofResume, String id, int revision, List<Match> entries) {}

    private record ListKey(boolean ofResume, String id, int revision) {}

    GivenFeedback(Cluster cluster, ListLookup lists) {
        this.cluster = cluster;
        this.lists = lists;
        this.topic = cluster.topics().jobFeedback();
    }

    /**
     * Sends it; returns when the broker has acknowledged it.
     *
     * @throws io.javalin.http.HttpResponseException if it is invalid, too late, or cannot be sent
     */
    void take(Given given) throws InterruptedException {
        FeedbackAction action = given.action() == null ? null : ACTIONS.get(given.action());
        String resumeId = given.resumeId();
        String jobId = given.jobId();
        if (action == null || resumeId == null || jobId == null) {
            throw new BadRequestResponse(
                    "Feedback needs resumeId, jobId and action: opened, applied, hired or dismissed.");
        }
        boolean ofResume = !"job".equals(given.list());
        Listed listed = ofResume ? listed(lists.ofResume(resumeId)) : listed(lists.ofJob(jobId));
        String wanted = ofResume ? jobId : resumeId;
        int position = 1;
        for (Match entry : listed.entries()) {
            if (entry.getId().equals(wanted)) {
                send(listed, position, wanted, action);
                return;
            }
            position++;
        }
        throw new GoneResponse("The list no longer has this entry.");
    }

    private static Listed listed(JobRecommendations list) {
        return new Listed(true, list.getResumeId(), list.getRevision(), list.getJobs());
    }

    private static Listed listed(ResumeRecommendations list) {
        return new Listed(false, list.getJobId(), list.getRevision(), list.getResumes());
    }

    private void send(Listed listed, int position, String entry, FeedbackAction action) throws InterruptedException {
        Instant now = Instant.now();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        try {
            Open to = opened();
            if (isNew(listed)) {
                int at = 1;
                for (Match each : listed.entries()) {
                    sent.add(send(to, report(listed, at++, each.getId(), FeedbackAction.SHOWN, now)));
                }
            }
            sent.add(send(to, report(listed, position, entry, action, now)));
            for (CompletableFuture<Void> each : sent) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException | SchemaRegistryException e) {
            forget(listed);
            throw new ServiceUnavailableResponse(
                    "The feedback could not be sent: Kafka or the registry does not answer.");
        }
    }

    private synchronized boolean isNew(Listed listed) {
        return shown.put(new ListKey(listed.ofResume(), listed.id(), listed.revision()), true) == null;
    }

    private synchronized void forget(Listed listed) {
        shown.remove(new ListKey(listed.ofResume(), listed.id(), listed.revision()));
    }

    private CompletableFuture<Void> send(Open to, JobFeedback report) {
        byte[] key = report.getResumeId().getBytes(StandardCharsets.UTF_8);
        return Sending.send(
                to.producer(), new ProducerRecord<>(topic, key, to.serializer().serialize(topic, report)));
    }

    private static JobFeedback report(Listed listed, int position, String entry, FeedbackAction action, Instant now) {
        return JobFeedback.newBuilder()
                .setResumeId(listed.ofResume() ? listed.id() : entry)
                .setJobId(listed.ofResume() ? entry : listed.id())
                .setAction(action)
                .setDirection(listed.ofResume() ? MatchDirection.JOBS_FOR_RESUME : MatchDirection.RESUMES_FOR_JOB)
                .setPosition(position)
                .setRevision(listed.revision())
                .setSource(SOURCE)
                .setHappenedAt(now)
                .build();
    }

    private synchronized Open opened() {
        if (open == null) {
            Serializer<JobFeedback> serializer = new AvroSerde<>(JobFeedback.class, cluster.registry())
                    .prepare(topic)
                    .serializer();
            open = new Open(cluster.clients().producer(Map.of()), serializer);
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.producer().close(Duration.ofSeconds(5));
        }
    }
}
