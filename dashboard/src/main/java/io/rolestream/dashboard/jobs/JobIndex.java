package io.rolestream.dashboard.jobs;

import io.rolestream.common.clients.Cluster;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.stream.recommending.index.KnownLabel;
import io.rolestream.stream.recommending.index.LabelBeliefs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest jobs, ready to be searched. One thread reads the topics and changes the index ({@link #follow}); any
 * thread searches.
 *
 * <p>It keeps at most a number of jobs: the job that changed longest ago is dropped first. A job whose label has not
 * been read has the role that the matcher's rules give it.
 */
final class JobIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobIndex.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Matcher matcher;
    private final MatchIndex index;
    private final int most;
    private final String jobs;
    private final String labelledJobs;
    private final JobReader reader;
    private final LabelBeliefs beliefs;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    /**
     * What is in the index, with what the matcher itself believes of its role; what changed longest ago comes first.
     */
    private final Map<String, RoleBelief> known = new LinkedHashMap<>();
    /** The labels of at most so many jobs as may be known; a label may be read before its job. */
    private final Map<String, KnownLabel> labelled = new LinkedHashMap<>();
    /** Jobs whose labels changed after they were put into the index. */
    private final Set<String> relabelled = new HashSet<>();

    private boolean changed;
    private long refreshedAt = System.nanoTime();
    private volatile boolean caughtUp;

    /**
     * Opens a consumer; nothing is read yet.
     *
     * @param matcher closed with this, but not if this cannot be opened
     * @param textChars longer texts are skipped, as other services do
     * @param most how many jobs it keeps, at least 1
     */
    JobIndex(Cluster cluster, Matcher matcher, int textChars, int most) {
        this.matcher = matcher;
        this.most = most;
        this.jobs = cluster.topics().jobs();
        this.labelledJobs = cluster.topics().labelledJobs();
        this.reader = cluster.jobReader(textChars);
        this.beliefs = new LabelBeliefs(matcher.taxonomy(), cluster.registry());
        this.consumer = cluster.clients().reader(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
        try {
            this.ends = seek(consumer, List.of(jobs, labelledJobs), most);
            this.index = matcher.newIndex();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Assigns the topics from so many records before their ends, which it returns. */
    private static Map<TopicPartition, Long> seek(Consumer<byte[], byte[]> consumer, List<String> topics, int most) {
        List<TopicPartition> assigned = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic).forEach(info -> assigned.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(assigned);
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        consumer.beginningOffsets(assigned)
                .forEach((partition, first) ->
                        consumer.seek(partition, Math.max(first, ends.getOrDefault(partition, first) - most)));
        return ends;
    }

    /** Reads what is new; called again and again by one thread. */
    void follow() throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            try {
                take(record);
            } catch (SerializationException e) {
                LOG.debug("skipping offset {} of {}-{}", record.offset(), record.topic(), record.partition(), e);
            }
        }
        boolean all =
                caughtUp || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (all && (!caughtUp || System.nanoTime() - refreshedAt > REFRESH_NANOS)) {
            refresh();
            refreshedAt = System.nanoTime();
            caughtUp = true;
        }
    }

    private void refresh() {
        if (changed) {
            index.refresh();
            changed = false;
        }
        for (String id : relabelled) {
            Profile profile = index.get(id);
            RoleBelief own = known.get(id);
            if (profile != null && own != null) {
                index.put(profile.withRoles(believed(id, own)));
                changed = true;
            }
        }
        relabelled.clear();
        if (changed) {
            index.refresh();
            changed = false;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        if (record.topic().equals(jobs)) {
            Reading<ReadableJob> reading =
                    reader.read(jobs, record.key(), record.value(), record.headers(), record.timestamp());
            if (reading instanceof Readable<ReadableJob> readable) {
                put(readable.value());
            } else if (reading instanceof Reading.Forget<ReadableJob> forget) {
                remove(forget.id());
            }
        } else if (record.key() != null) {
            label(
                    new String(record.key(), StandardCharsets.UTF_8),
                    record.value() == null ? null : beliefs.read(Side.JOB, record));
        }
    }

    private void label(String id, @Nullable KnownLabel label) {
        labelled.remove(id);
        if (label != null && label.belief().isKnown()) {
            labelled.put(id, label);
            if (labelled.size() > most) {
                dropEldest(labelled.keySet());
            }
        }
        if (known.containsKey(id)) {
            relabelled.add(id);
        }
    }

    /** What the recommender believes of a job's role: what its label says, or the matcher itself. */
    private RoleBelief believed(String id, RoleBelief own) {
        KnownLabel label = labelled.get(id);
        return label == null ? own : label.beside(own);
    }

    private void put(ReadableJob job) throws InterruptedException {
        Profile profile;
        try {
            profile = matcher.profile(Posting.of(job), RoleBelief.unknown()).join();
        } catch (CompletionException e) {
            LOG.debug("job {} cannot be searched", job.jobId(), e);
            return;
        }
        index.put(profile.withRoles(believed(job.jobId(), profile.roles())));
        changed = true;
        known.remove(job.jobId());
        known.put(job.jobId(), profile.roles());
        if (known.size() > most) {
            index.remove(dropEldest(known.keySet()));
        }
    }

    private static String dropEldest(Set<String> ids) {
        Iterator<String> all = ids.iterator();
        String eldest = all.next();
        all.remove();
        return eldest;
    }

    private void remove(String id) {
        labelled.remove(id);
        if (known.remove(id) != null) {
            index.remove(id);
            changed = true;
        }
    }

    /** Whether all jobs that were there at the start can be found. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    Matcher matcher() {
        return matcher;
    }

    int size() {
        return index.size();
    }

    /** The jobs that are open now, the best first. */
    List<RankedMatch> search(Profile resume, int top) throws InterruptedException {
        return matcher.rank(resume, index, MatchFilter.openAt(Instant.now()), top);
    }

    /** Called by the thread that follows, when no search is under way. */
    @Override
    public void close() {
        consumer.close();
        index.close();
        matcher.close();
    }
}
