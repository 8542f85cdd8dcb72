package io.rolestream.stream.recommending.labels;

import io.rolestream.common.clients.Clients;
import io.rolestream.events.Vote;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.stream.worker.VotingModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces labels that other rules, or another model, made. When the versions that vote have changed, or a partition
 * was assigned, it looks whether labels of others stand in the owned partitions; if so, it reads these partitions of
 * {@code jobs} from their beginning once more and has the postings of such labels voted on. It works in small steps,
 * for the loop's thread, whenever that has nothing else to do. What is not finished when the process ends begins again
 * at the next start: what stands in the topic says what is left.
 */
final class Relabelling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relabelling.class);

    private static final int MOST_WAITING = 256;
    private static final int MOST_RECORDS = 100;

    private final Clients clients;
    private final JobReader reader;
    private final JobLabels labels;
    private final Set<TopicPartition> partitions = new HashSet<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean begins = true;
    private String versions = "";
    private @Nullable Consumer<byte[], byte[]> consumer;
    private Map<TopicPartition, Long> ends = Map.of();

    /** Turns a vote into records; none if the label does not change. */
    @FunctionalInterface
    interface Labelling {
        List<ProducerRecord<byte[], byte[]>> records(
                ConsumerRecord<byte[], byte[]> record, JobWork.Label work, @Nullable Vote vote);
    }

    private record Waiting(
            ConsumerRecord<byte[], byte[]> record, JobWork.Label work, CompletableFuture<@Nullable Vote> vote) {}

    Relabelling(Clients clients, JobReader reader, JobLabels labels) {
        this.clients = clients;
        this.reader = reader;
        this.labels = labels;
    }

    void assigned(Collection<TopicPartition> more) {
        partitions.addAll(more);
        begin();
    }

    void revoked(Collection<TopicPartition> others) {
        partitions.removeAll(others);
        begin();
    }

    /** Looks again, from the beginning. */
    void begin() {
        stop();
        begins = true;
    }

    private void stop() {
        waiting.clear();
        ends = Map.of();
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    /**
     * Takes a step.
     *
     * @return the labels that it has led to, by the partition of their jobs
     */
    Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> next(
            JobVoters voters, Function<ReadableJob, JobWork.Label> judging, Labelling labelling)
            throws InterruptedException {
        String now = voters.rules().version() + "\n" + voters.modelVersion();
        if (!now.equals(versions)) {
            versions = now;
            begin();
        }
        if (begins && voters.areComplete()) {
            begins = false;
            open(voters);
        }
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            read(reading, voters, judging);
        }
        return finished(labelling);
    }

    private void open(JobVoters voters) {
        List<TopicPartition> outdated = partitions.stream()
                .filter(partition ->
                        labels.hasOthers(partition.partition(), voters.rules().version(), voters.modelVersion()))
                .toList();
        if (outdated.isEmpty()) {
            return;
        }
        LOG.info(
                "labelling jobs again with rules {}{}: {}",
                voters.rules().version(),
                voters.modelVersion().isEmpty() ? "" : " and model " + voters.modelVersion(),
                outdated);
        Consumer<byte[], byte[]> opened = clients.reader(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS));
        consumer = opened;
        opened.assign(outdated);
        opened.seekToBeginning(outdated);
        ends = opened.endOffsets(outdated);
    }

    private void read(Consumer<byte[], byte[]> reading, JobVoters voters, Function<ReadableJob, JobWork.Label> judging)
            throws InterruptedException {
        if (waiting.size() >= MOST_WAITING) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(Duration.ZERO)) {
            Reading<ReadableJob> found =
                    reader.read(record.topic(), record.key(), record.value(), record.headers(), record.timestamp());
            if (found instanceof Reading.Readable<ReadableJob> readable) {
                StandingLabel label =
                        labels.get(record.partition(), readable.value().jobId());
                if (label != null
                        && label.contentHash().equals(readable.value().contentHash())
                        && !label.isBy(voters.rules().version(), voters.modelVersion())) {
                    JobWork.Label work = judging.apply(readable.value());
                    waiting.add(new Waiting(record, work, vote(voters.model(), work)));
                }
            }
        }
        if (waiting.isEmpty()
                && ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
            stop();
        }
    }

    private static CompletableFuture<@Nullable Vote> vote(@Nullable VotingModel model, JobWork.Label work)
            throws InterruptedException {
        return model == null
                ? CompletableFuture.completedFuture(null)
                : model.vote(work.text()).thenApply(vote -> vote);
    }

    private Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> finished(Labelling labelling) {
        Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> records = new HashMap<>();
        while (!waiting.isEmpty() && waiting.element().vote().isDone()) {
            Waiting done = waiting.remove();
            ConsumerRecord<byte[], byte[]> record = done.record();
            try {
                records.computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()), none -> new ArrayList<>())
                        .addAll(labelling.records(
                                record, done.work(), done.vote().join()));
            } catch (CompletionException e) {
                LOG.warn(
                        "{}-{}@{} keeps its label: the model fails on it: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        String.valueOf(e.getCause()));
            }
        }
        return records;
    }

    @Override
    public void close() {
        stop();
    }
}
