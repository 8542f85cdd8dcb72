package io.rolestream.stream.recommending.index;

import io.rolestream.common.clients.Cluster;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.events.Resume;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.index.IndexChange.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two indexes of one matcher, built from {@code jobs}, {@code labelled-jobs}, {@code resumes},
 * {@code labelled-roles} and, if asked for, {@code generated-descriptions}, of which it reads all partitions. Another
 * version of the matcher gets another object beside this one, which reads the topics again.
 *
 * <p>Each {@link #poll} reads some records, has profiles made of them, changes the indexes and makes that visible.
 * Between two polls the indexes stand still, so that any number of threads rank by what {@link IndexedTexts#asOf} says.
 *
 * <p>Everything belongs to one thread, except ranking by the indexes.
 */
public final class IndexedTopics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexedTopics.class);

    /** While it catches up, changes are made visible this many at a time. */
    private static final int AT_ONCE = 5_000;

    private static final Duration REGISTRY_PAUSE = Duration.ofMillis(500);

    private final Matcher matcher;
    private final Topics topics;
    private final IndexFeed feed;
    private final IndexedTexts texts;
    private final LabelBeliefs beliefs;
    private final JobReader jobReader;
    private final ResumeReader resumeReader;
    private final EventDecoder<Resume> resumeDecoder;
    private final ExecutorService profilers;
    private final DescriptionReader descriptions;
    private boolean visible;
    /** All that was in the topics then has been indexed, once this has caught up. */
    private Instant readAt;
    /** Since when a commit waits for all that was in the topics then; null if none is due. */
    private @Nullable Instant committing;

    /** A record that is decoded, so that the schema registry is not asked any more. */
    @FunctionalInterface
    interface Step {
        /** Has its profile made, if it takes one. */
        Change begin();
    }

    /** A change that waits until a profile is made. */
    @FunctionalInterface
    interface Change {
        void apply(List<IndexChange> changes) throws InterruptedException;
    }

    /**
     * Connects. Reads jobs from the offsets of the index on disk if there is one, everything else from the beginning.
     *
     * @param matcher closed with this
     * @param textChars longer texts are skipped, as other services do
     * @param describes whether generated descriptions are read
     * @param disk where the index of jobs is kept
     */
    public IndexedTopics(Cluster cluster, Matcher matcher, int textChars, boolean describes, JobIndexes disk)
            throws InterruptedException {
        this.matcher = matcher;
        this.topics = cluster.topics();
        this.beliefs = new LabelBeliefs(matcher.taxonomy(), cluster.registry());
        this.jobReader = cluster.jobReader(textChars);
        this.resumeReader = cluster.resumeReader(textChars);
        this.resumeDecoder = cluster.resumeDecoder();
        this.readAt = Instant.now();
        this.feed = new IndexFeed(cluster, describes, readAt);
        this.texts = texts(disk, matcher, textChars, feed);
        this.profilers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), task -> new Thread(task, "recommender-profiles"));
        this.descriptions = new DescriptionReader(matcher, cluster.registry(), profilers);
    }

    private static IndexedTexts texts(JobIndexes disk, Matcher matcher, int textChars, IndexFeed feed)
            throws InterruptedException {
        StoredJobs stored = null;
        try {
            stored = disk.open(matcher, textChars);
            StoredJobs.Sources sources = stored == null ? null : stored.sources();
            if (stored != null && sources != null) {
                String problem = feed.problem(sources);
                if (problem == null) {
                    feed.continueFrom(sources);
                } else {
                    stored.reset(problem);
                }
            }
            IndexedTexts texts = new IndexedTexts(matcher, stored);
            if (texts.size(Side.JOB) > 0) {
                LOG.info("{} jobs were read from the disk", texts.size(Side.JOB));
            }
            return texts;
        } catch (InterruptedException | RuntimeException e) {
            if (stored != null) {
                stored.close();
            }
            feed.close();
            throw e;
        }
    }

    /** The topics that are read. */
    public static List<String> read(Topics topics, boolean describes) {
        return IndexFeed.read(topics, describes);
    }

    /** What was read. */
    public IndexedTexts texts() {
        return texts;
    }

    /** Whether all that was in the topics at its start, and at the last {@link #expectPresent}, is indexed. */
    public boolean isCaughtUp() {
        return feed.isCaughtUp();
    }

    /** From now on this has not caught up until it has indexed all that is in the topics now. */
    public void expectPresent() {
        feed.expectPresent();
    }

    /**
     * Reads on.
     *
     * @param now closes jobs
     * @return what has changed, in the order of the changes; what was there before is among it
     */
    public List<IndexChange> poll(Duration patience, Instant now) throws InterruptedException {
        List<IndexChange> changes = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        try {
            List<ConsumerRecord<byte[], byte[]>> records = feed.poll(patience);
            records.forEach(record -> steps.add(step(record)));
            List<Change> begun = steps.stream().map(Step::begin).toList();
            for (int i = 0; i < begun.size(); i++) {
                List<IndexChange> some = new ArrayList<>();
                begun.get(i).apply(some);
                Trigger trigger =
                        new Trigger(records.get(i).headers(), records.get(i).timestamp());
                some.forEach(change -> changes.add(change.by(trigger)));
            }
        } catch (SchemaRegistryUnavailableException e) {
            LOG.debug("records wait for the schema registry", e);
            feed.reject();
            Thread.sleep(REGISTRY_PAUSE.toMillis());
            return List.of();
        } catch (InterruptedException | RuntimeException e) {
            feed.reject();
            throw e;
        }
        feed.accept();
        visible |= feed.isCaughtUp();
        texts.close(now, changes);
        if (visible || texts.unseen() > AT_ONCE) {
            texts.refresh(feed.asOf());
        }
        commitIfDue(now);
        return changes;
    }

    /** A commit names a time as of which all is read, so it waits for what is in the topics when it is due. */
    private void commitIfDue(Instant now) {
        StoredJobs stored = texts.stored();
        if (stored == null) {
            return;
        }
        if (committing == null && feed.isCaughtUp() && stored.isDue(feed.sources(now))) {
            feed.expectPresent();
            committing = now;
        }
        if (committing != null && feed.isCaughtUp()) {
            readAt = committing;
            committing = null;
            stored.commit(feed.sources(readAt));
        }
    }

    /** Commits the index of jobs on disk, if there is one, at a proper end, so that the next start continues there. */
    public void store() {
        StoredJobs stored = texts.stored();
        if (stored == null || !feed.isCaughtUp()) {
            return;
        }
        try {
            stored.commit(feed.sources(readAt));
        } catch (RuntimeException e) {
            LOG.warn("the index of jobs is not committed; the next start reads more of the topics: {}", e.toString());
        }
    }

    private Step step(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.jobs())) {
            return job(record);
        }
        if (topic.equals(topics.resumes())) {
            return resume(record);
        }
        if (topic.equals(topics.generatedDescriptions())) {
            return descriptions.step(record, texts);
        }
        String id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Side side = topic.equals(topics.labelledJobs()) ? Side.JOB : Side.RESUME;
        if (record.value() == null) {
            return () -> changes -> texts.label(side, id, record.partition(), null, changes);
        }
        KnownLabel label;
        try {
            label = beliefs.read(side, record);
        } catch (SerializationException e) {
            warn(record, e);
            return nothing();
        }
        return () -> changes -> texts.label(side, id, record.partition(), label, changes);
    }

    static Step nothing() {
        return () -> changes -> {};
    }

    static void warn(ConsumerRecord<byte[], byte[]> record, Throwable why) {
        LOG.warn("{}-{}@{} is skipped: {}", record.topic(), record.partition(), record.offset(), why.toString());
    }

    private Step job(ConsumerRecord<byte[], byte[]> record) {
        Reading<ReadableJob> reading =
                jobReader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
        if (reading instanceof Reading.Forget<ReadableJob> forget) {
            return () -> changes -> texts.remove(Side.JOB, forget.id(), record.partition(), changes);
        }
        if (!(reading instanceof Reading.Readable<ReadableJob> readable)) {
            return nothing(); // dead-lettered by the labelling of jobs
        }
        ReadableJob job = readable.value();
        return profiled(
                record,
                Side.JOB,
                job.jobId(),
                job.contentHash(),
                () -> matcher.profile(Posting.of(job), RoleBelief.unknown()));
    }

    private Step resume(ConsumerRecord<byte[], byte[]> record) {
        Reading<ReadableResume> reading =
                resumeReader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
        if (reading instanceof Reading.Forget<ReadableResume> forget) {
            return () -> changes -> texts.remove(Side.RESUME, forget.id(), record.partition(), changes);
        }
        if (!(reading instanceof Reading.Readable<ReadableResume> readable)) {
            return nothing(); // dead-lettered by the labelling service
        }
        ReadableResume resume = readable.value();
        Candidate candidate =
                Candidate.of(resume.resumeId(), resumeDecoder.decode(record.topic(), record.headers(), record.value()));
        return profiled(
                record,
                Side.RESUME,
                resume.resumeId(),
                resume.contentHash(),
                () -> matcher.profile(candidate, RoleBelief.unknown()));
    }

    @FunctionalInterface
    private interface Profiling {
        CompletableFuture<Profile> begin() throws InterruptedException;
    }

    private Step profiled(
            ConsumerRecord<byte[], byte[]> record, Side side, String id, String labelledHash, Profiling profiling) {
        Origin origin =
                new Origin(record.partition(), record.offset(), Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        return () -> {
            CompletableFuture<Profile> made = CompletableFuture.supplyAsync(() -> begin(profiling), profilers)
                    .thenCompose(Function.identity());
            return changes -> take(record, side, id, origin, labelledHash, made, changes);
        };
    }

    private void take(
            ConsumerRecord<byte[], byte[]> record,
            Side side,
            String id,
            Origin origin,
            String labelledHash,
            CompletableFuture<Profile> made,
            List<IndexChange> changes)
            throws InterruptedException {
        Profile result;
        try {
            result = made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EngineBrokenException broken) {
                throw broken;
            }
            if (e.getCause() instanceof EngineClosedException closed) {
                throw closed;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("stopping");
            }
            warn(record, e.getCause() == null ? e : e.getCause());
            texts.remove(side, id, record.partition(), changes); // nothing is said of a text that can't be read
            return;
        }
        texts.text(side, id, origin, labelledHash, result, changes);
    }

    private static CompletableFuture<Profile> begin(Profiling profiling) {
        try {
            return profiling.begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Deletes what retention has deleted from {@code resumes}, and labels and descriptions without a text. */
    public List<IndexChange> prune(Instant now) {
        List<IndexChange> changes = new ArrayList<>();
        feed.oldestResumes()
                .forEach((partition, oldest) -> texts.removeBefore(Side.RESUME, partition, oldest, changes));
        texts.forgetLonely(now);
        texts.refresh(texts.asOf());
        StoredJobs stored = texts.stored();
        if (stored != null) {
            stored.purge();
        }
        return changes;
    }

    /**
     * Closes all but the matcher, which now belongs to the caller. What is not {@linkplain #store stored} is dropped.
     */
    public Matcher release() {
        profilers.shutdownNow();
        feed.close();
        texts.close();
        return matcher;
    }

    @Override
    public void close() {
        release().close();
    }
}
