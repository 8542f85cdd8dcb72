package io.rolestream.stream.skip;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.PackedRecord;
import io.rolestream.common.clients.PartitionReader;
import io.rolestream.common.clients.Sending;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.schemas.access.ClientNames;
import io.rolestream.schemas.reading.DeadLetter;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Steps over one record that stops the services, such as one that takes more memory than they have.
 *
 * <p>The record goes to the dead letters, as far as it can be read, and the groups that would read it are moved behind
 * it. A consumer fetches ahead, so a group may have stopped some records before. They are sent again, to the end of the
 * partition, and so are later records of the same keys: none is lost, and the newest stays the newest. Groups that have
 * read them already ignore repetitions.
 *
 * <p>First everything is sent, then the groups are moved. If it fails in between, skipping again is harmless.
 */
public final class OffsetSkip {
    private static final List<String> SKIPPABLE = List.of("resumes", "label-votes", "role-corrections", "jobs");

    private final Cluster cluster;
    private final ClientNames names;

    /** @param names of the consumer groups */
    public OffsetSkip(Cluster cluster, ClientNames names) {
        this.cluster = cluster;
        this.names = names;
    }

    /**
     * Skips a record.
     *
     * @param topic one of {@code resumes}, {@code label-votes}, {@code role-corrections} and {@code jobs}, with or
     *     without the prefix
     * @param why for the dead letter
     * @return what was done, in sentences
     * @throws CommandFailedException if nothing can be skipped; says why, and what to do
     */
    public List<String> run(String topic, int partition, long offset, String why) {
        TopicPartition place = new TopicPartition(name(topic), partition);
        try (Admin admin = cluster.clients().admin();
                PartitionReader reader = cluster.clients().partitionReader(admin, place)) {
            long beginning = limit(admin, place, OffsetSpec.earliest());
            long end = limit(admin, place, OffsetSpec.latest());
            if (offset < beginning || offset >= end) {
                throw new CommandFailedException("%s has the committed offsets %d to %d; there is no offset %d"
                        .formatted(place, beginning, end - 1, offset));
            }
            GroupPositions groups = new GroupPositions(admin, place);
            List<String> readers = groups(admin, place.topic());
            Map<String, Long> positions = groups.next(readers, beginning);
            positions.values().removeIf(next -> next > offset);
            if (positions.isEmpty()) {
                throw new CommandFailedException(
                        "no group has offset %d of %s still to read, of %s".formatted(offset, place, readers));
            }
            List<String> done = new ArrayList<>();
            leaveGenerators(positions, done);
            SkippedRange range = new SkippedRange(offset);
            reader.read(Math.max(beginning, Collections.min(positions.values())), end, range);
            send(place, range, letter(admin, place, offset, why, range), done);
            positions.forEach((group, next) -> {
                groups.move(group, offset + 1);
                done.add("group %s: moved from offset %d to %d".formatted(group, next, offset + 1));
            });
            return done;
        }
    }

    /**
     * Leaves generators that are further behind than what must read the record: nothing waits for them, and what they
     * have not read yet need not be sent to everybody again.
     */
    private void leaveGenerators(Map<String, Long> positions, List<String> done) {
        String generators = names.generators();
        Long behind = positions.get(generators);
        OptionalLong others = positions.entrySet().stream()
                .filter(each -> !each.getKey().equals(generators))
                .mapToLong(Map.Entry::getValue)
                .min();
        if (behind != null && others.isPresent() && behind < others.getAsLong()) {
            positions.remove(generators);
            done.add("group %s: left at offset %d; if the record stops the generators as well, skip it again then"
                    .formatted(generators, behind));
        }
    }

    /**
     * Finds records that may have stopped the services: those that some group has still to read, and that are larger
     * than their topic should take, or unreadable. Changes nothing, and needs no service to be stopped.
     *
     * @return what was found, in sentences
     */
    public List<String> find(String topic, int partition) {
        TopicPartition place = new TopicPartition(name(topic), partition);
        try (Admin admin = cluster.clients().admin();
                PartitionReader reader = cluster.clients().partitionReader(admin, place)) {
            long beginning = limit(admin, place, OffsetSpec.earliest());
            long from = Math.max(
                    beginning, new GroupPositions(admin, place).least(groups(admin, place.topic()), beginning));
            Suspects suspects = new Suspects(place, TopicAdmin.maxMessageBytes(admin, place.topic()));
            reader.read(from, limit(admin, place, OffsetSpec.latest()), suspects);
            return suspects.found(from);
        }
    }

    private String name(String topic) {
        Topics topics = cluster.topics();
        String plain = topic.startsWith(topics.prefix())
                ? topic.substring(topics.prefix().length())
                : topic;
        if (!SKIPPABLE.contains(plain)) {
            throw new CommandFailedException(
                    "records of %s cannot be skipped, only those of %s".formatted(topic, String.join(", ", SKIPPABLE)));
        }
        return topics.prefix() + plain;
    }

    private List<String> groups(Admin admin, String topic) {
        if (topic.equals(cluster.topics().jobs())) {
            return List.of(names.jobLabelling());
        }
        if (!topic.equals(cluster.topics().resumes())) {
            return List.of(names.stream());
        }
        List<String> groups = new ArrayList<>(List.of(names.stream(), names.workers(), names.generators()));
        GroupPositions.await(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .forEach(group -> {
                    if (group.groupId().startsWith(names.otherWorkers())) {
                        groups.add(group.groupId());
                    }
                });
        return groups;
    }

    private static long limit(Admin admin, TopicPartition place, OffsetSpec which) {
        return GroupPositions.await(
                        admin.listOffsets(Map.of(place, which), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .partitionResult(place))
                .offset();
    }

    private ProducerRecord<byte[], byte[]> letter(
            Admin admin, TopicPartition place, long offset, String why, SkippedRange range) {
        PackedRecord record = range.record();
        if (record == null && range.problem() == null) {
            throw new CommandFailedException(
                    "there is no committed record at offset %d of %s, so it stops nothing".formatted(offset, place));
        }
        String message = "Skipped: " + why + (range.problem() == null ? "" : " (unreadable: " + range.problem() + ")");
        Headers headers = DeadLetterHeaders.of(
                record == null ? new RecordHeaders() : record.headers(),
                place.topic(),
                place.partition(),
                offset,
                new Unreadable<>(UnreadableReason.SKIPPED, message));
        if (record != null && !record.isWhole()) {
            DeadLetter.describe(headers, record.valueBytes(), record.sha256());
        }
        Topics topics = cluster.topics();
        String topic = place.topic().equals(topics.jobs()) ? topics.jobsDlq() : topics.resumesDlq();
        DeadLetter letter = DeadLetter.fitting(
                record == null ? null : record.key(),
                record == null ? null : record.value(),
                headers,
                TopicAdmin.maxMessageBytes(admin, topic));
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), letter.headers());
    }

    private static @Nullable Long timestamp(@Nullable PackedRecord record) {
        return record == null || record.timestamp() < 0 ? null : record.timestamp();
    }

    private void send(
            TopicPartition place, SkippedRange range, ProducerRecord<byte[], byte[]> letter, List<String> done) {
        List<PackedRecord> again = range.again();
        Map<String, Object> tuning = Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * TopicCatalogue.MAX_REQUEST_BYTES,
                // As small as when they were first sent, for a topic that checks the compressed size.
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd");
        try (Producer<byte[], byte[]> producer = cluster.clients().producer(tuning)) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            sent.add(Sending.send(producer, letter));
            for (PackedRecord record : again) {
                sent.add(Sending.send(
                        producer,
                        new ProducerRecord<>(
                                place.topic(),
                                place.partition(),
                                timestamp(record),
                                record.key(),
                                record.value(),
                                record.headers())));
            }
            producer.flush();
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        }
        done.add("dead letter written to " + letter.topic());
        if (!again.isEmpty()) {
            done.add(Counted.of(again.size(), "record") + " that not every group had read sent again");
        }
    }
}
