package io.rolestream.stream.simulated;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.clients.Sending;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Match;
import io.rolestream.events.MatchVersions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.ListScores;
import io.rolestream.files.sample.SimulatedReader;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * People who read the first list of their resume and react to it, as {@link SimulatedReader} describes; 20 lists a
 * second on average, so that feedback does not outweigh everything else. As they know how well each job suits each
 * resume, they also measure the lists: the first one of some resumes, and the later ones of these where another version
 * ranked them. A thread of its own reads; any thread may ask.
 */
public final class SimulatedReaders implements AutoCloseable {
    private static final long NANOS_BETWEEN_LISTS = Duration.ofMillis(50).toNanos();
    /** Lists come in batches; so much time without any counts for the next ones. */
    private static final long NANOS_SAVED = Duration.ofSeconds(5).toNanos();

    private static final int MEASURED_OF = 4;

    private final GradedPairs grades;
    private final SimulatedReader reader;
    private final Supplier<List<String>> openJobs;
    private final ListScores scores = new ListScores();
    private final Producer<byte[], byte[]> producer;
    private final Serializer<JobFeedback> serializer;
    private final Deserializer<JobRecommendations> lists;
    private final String topic;
    private final String feedback;
    private final CommittedReader reading;
    private final Thread thread;
    private long nextReadAt = System.nanoTime();
    private long first;
    private long shown;
    private long opened;

    private SimulatedReaders(Cluster cluster, GradedPairs grades, long seed, Supplier<List<String>> openJobs) {
        this.grades = grades;
        this.reader = new SimulatedReader(seed);
        this.openJobs = openJobs;
        this.topic = cluster.topics().jobRecommendations();
        this.feedback = cluster.topics().jobFeedback();
        this.lists = new AvroSerde<>(JobRecommendations.class, cluster.registry()).deserializer();
        this.serializer = new AvroSerde<>(JobFeedback.class, cluster.registry())
                .prepare(feedback)
                .serializer();
        this.producer = cluster.clients().producer(Map.of());
        this.reading = new CommittedReader(cluster.clients(), List.of(topic), From.END, false, this::read);
        this.thread = new Thread(reading, "simulated-readers");
        thread.setDaemon(true);
    }

    /**
     * Starts to read what is recommended from now on.
     *
     * @param openJobs the jobs that are open at the moment
     */
    public static SimulatedReaders start(
            Cluster cluster, GradedPairs grades, long seed, Supplier<List<String>> openJobs) {
        SimulatedReaders readers = new SimulatedReaders(cluster, grades, seed, openJobs);
        readers.thread.start();
        return readers;
    }

    private synchronized boolean read(ConsumerRecord<byte[], byte[]> record) {
        JobRecommendations list = lists.deserialize(topic, record.headers(), record.value());
        if (list == null || list.getJobs().isEmpty()) {
            return true;
        }
        try {
            if (list.getRevision() > 1) {
                compare(list);
            } else {
                readFirst(list);
            }
        } catch (IllegalArgumentException e) {
            // A resume or a job that was not generated here: no one knows how well they suit.
        }
        return true;
    }

    private void readFirst(JobRecommendations list) {
        first++;
        if (first % MEASURED_OF == 0) {
            int[] gains = gains(list);
            int[] open = gradesOfOpenJobs(list.getResumeId());
            scores.add(version(list.getVersions()), gains, open);
            scores.compare(list.getResumeId(), version(list.getVersions()), gains, () -> open);
        }
        long now = System.nanoTime();
        if (now >= nextReadAt) {
            nextReadAt = Math.max(nextReadAt, now - NANOS_SAVED) + NANOS_BETWEEN_LISTS;
            react(list);
        }
    }

    private void compare(JobRecommendations list) {
        String resume = list.getResumeId();
        if (scores.remembers(resume)) {
            scores.compare(resume, version(list.getVersions()), gains(list), () -> gradesOfOpenJobs(resume));
        }
    }

    private int[] gains(JobRecommendations list) {
        return list.getJobs().stream()
                .mapToInt(job -> grades.grade(list.getResumeId(), job.getId()))
                .toArray();
    }

    private int[] gradesOfOpenJobs(String resume) {
        return openJobs.get().stream()
                .mapToInt(job -> grades.grade(resume, job))
                .toArray();
    }

    private static String version(@Nullable MatchVersions versions) {
        if (versions == null) {
            return "unknown";
        }
        return versions.getMatcher()
                + (versions.getEmbedder() == null ? "" : " + " + versions.getEmbedder())
                + (versions.getReranker() == null ? "" : " + " + versions.getReranker());
    }

    private void react(JobRecommendations list) {
        String resume = list.getResumeId();
        List<String> jobs = list.getJobs().stream().map(Match::getId).toList();
        for (JobFeedback report :
                reader.jobs(resume, jobs, job -> grades.grade(resume, job), list.getRevision(), Instant.now())) {
            shown += report.getAction() == FeedbackAction.SHOWN ? 1 : 0;
            opened += report.getAction() == FeedbackAction.OPENED ? 1 : 0;
            byte[] key = resume.getBytes(StandardCharsets.UTF_8);
            var unused =
                    Sending.send(producer, new ProducerRecord<>(feedback, key, serializer.serialize(feedback, report)));
        }
    }

    /** The number of resumes that got their first list. */
    public synchronized long lists() {
        return first;
    }

    /** Entries that someone has looked at or could have. */
    public synchronized long shown() {
        return shown;
    }

    public synchronized long opened() {
        return opened;
    }

    /** How good the first lists of resumes were, by what ranked them. */
    public synchronized List<ListScores.Row> scores() {
        return scores.rows();
    }

    /** What each version that took over made of the lists of the same resumes. */
    public synchronized List<ListScores.Gain> gains() {
        return scores.gains();
    }

    @Override
    public void close() throws InterruptedException {
        reading.close();
        thread.join();
        producer.close(Duration.ofSeconds(5));
    }
}
