package io.rolestream.system.chaos;

import io.rolestream.system.chaos.CampaignFindings.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was produced (the {@link Ledger}) with what is committed, once all is quiet. Each record of
 * {@code resumes} must have a text of its own: then it calls for exactly one final label, or one dead letter if it is
 * no resume.
 *
 * <p>A label is final unless it is {@code degraded} and its model vote comes later, which corrects it once; a newer
 * record of the same resume ends that wait. So of the newest record of each resume the last label must not be degraded.
 * Labels of one resume are in the order of its records, and their revisions count from 1 without a gap. Workers vote
 * exactly once on each record.
 *
 * <p>It knows topics, fields and headers by their names in the documents, and uses a plain consumer and generic Avro
 * alone, so that no fault of the services' code can hide in it.
 */
final class CampaignChecker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final String prefix;
    private final PlainAvro avro;
    private final boolean voted;
    private final CampaignFindings findings = new CampaignFindings();
    private final Map<Place, Ledger.Entry> sent = new HashMap<>();
    private final Map<String, Progress> progress = new HashMap<>();
    private final Set<Place> seen = new HashSet<>();
    private final Set<Place> votes = new HashSet<>();
    private final Set<Place> deadLetters = new HashSet<>();

    private record Place(int partition, long offset) {
        @Override
        public String toString() {
            return "resumes-%d@%d".formatted(partition, offset);
        }
    }

    /** The labels of one resume so far. */
    private static final class Progress {
        private final Map<Long, Boolean> degradedByOffset = new HashMap<>();
        private long newestSent = -1;
        private long newestLabelled = -1;
        private int revision;
        private int labelPartition = -1;
    }

    /**
     * @param prefix of the topics' names
     * @param voted whether a model votes on every resume
     */
    CampaignChecker(String bootstrapServers, String registryUrl, String prefix, boolean voted) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        this.avro = new PlainAvro(registryUrl);
        this.voted = voted;
    }

    /** Reads the topics to their committed ends; call it once. */
    CampaignFindings check(Ledger ledger) {
        for (Ledger.Entry entry : ledger.entries()) {
            sent.put(new Place(entry.partition(), entry.offset()), entry);
            if (entry.isResume()) {
                Progress ofResume = progress.computeIfAbsent(entry.id(), id -> new Progress());
                ofResume.newestSent = Math.max(ofResume.newestSent, entry.offset());
            }
        }
        forEachCommitted("resumes", this::onResume);
        forEachCommitted("resumes-dlq", this::onDeadLetter);
        forEachCommitted("labelled-roles", this::onLabel);
        if (voted) {
            forEachCommitted("label-votes", this::onVote);
        }
        sent.forEach(this::lookForMissing);
        return findings;
    }

    private void onResume(ConsumerRecord<byte[], byte[]> record) {
        findings.count("resumes");
        Place place = new Place(record.partition(), record.offset());
        Ledger.Entry entry = sent.get(place);
        seen.add(place);
        if (entry == null) {
            findings.found(Kind.DUPLICATED, place + ": a record that was not acknowledged, key " + text(record.key()));
        } else if (!entry.id().equals(text(record.key()))) {
            findings.found(Kind.UNEXPECTED, place + ": another key than was sent");
        }
    }

    private void onDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        findings.count("dead letters");
        String topic = header(record, "__streams.errors.topic");
        String partition = header(record, "__streams.errors.partition");
        String offset = header(record, "__streams.errors.offset");
        if (!(prefix + "resumes").equals(topic) || partition == null || offset == null) {
            findings.found(Kind.UNEXPECTED, "dead letter %d: of topic %s".formatted(record.offset(), topic));
            return;
        }
        Place place = new Place(Integer.parseInt(partition), Long.parseLong(offset));
        Ledger.Entry entry = sent.get(place);
        if (entry == null || entry.isResume()) {
            findings.found(Kind.UNEXPECTED, place + ": dead letter of a good resume, " + headers(record));
        } else if (!deadLetters.add(place)) {
            findings.found(Kind.DUPLICATED, place + ": dead letter");
        }
    }

    private void onVote(ConsumerRecord<byte[], byte[]> record) {
        findings.count("votes");
        GenericRecord vote = decoded(record);
        if (vote == null) {
            return;
        }
        Place place = new Place(record.partition(), (Long) vote.get("resumeOffset"));
        Ledger.Entry entry = sent.get(place);
        if (entry == null
                || !entry.isResume()
                || !entry.id().equals(vote.get("resumeId").toString())) {
            findings.found(Kind.UNEXPECTED, place + ": vote on " + vote.get("resumeId"));
        } else if (!votes.add(place)) {
            findings.found(Kind.DUPLICATED, place + ": vote on " + entry.id());
        }
    }

    private void onLabel(ConsumerRecord<byte[], byte[]> record) {
        findings.count("labels");
        GenericRecord label = decoded(record);
        if (label == null) {
            return;
        }
        String id = label.get("resumeId").toString();
        long offset = (Long) label.get("resumeOffset");
        int revision = (Integer) label.get("revision");
        boolean degraded = (Boolean) label.get("degraded");
        Place place = new Place((Integer) label.get("resumePartition"), offset);
        String said = "%s, revision %d of %s%s".formatted(place, revision, id, degraded ? ", degraded" : "");
        Ledger.Entry entry = sent.get(place);
        Progress ofResume = progress.get(id);
        if (entry == null
                || ofResume == null
                || !entry.isResume()
                || !entry.id().equals(id)) {
            findings.found(Kind.UNEXPECTED, said + ": label of a record that was not sent");
            return;
        }
        if (!id.equals(text(record.key())) || label.get("role").toString().isEmpty()) {
            findings.found(Kind.UNEXPECTED, said + ": label without a role or under another key");
        }
        findings.count(degraded ? "degraded labels" : "final labels");
        Boolean before = ofResume.degradedByOffset.put(offset, degraded);
        if (before != null && (degraded || !before)) {
            findings.found(Kind.DUPLICATED, said + ": label");
        } else if (offset < ofResume.newestLabelled) {
            findings.found(Kind.REORDERED, said + ": label after one of offset " + ofResume.newestLabelled);
        } else if (revision != ofResume.revision + 1) {
            findings.found(Kind.REORDERED, said + ": label after revision " + ofResume.revision);
        } else if (ofResume.labelPartition >= 0 && ofResume.labelPartition != record.partition()) {
            findings.found(Kind.REORDERED, said + ": label in another partition than the one before");
        }
        ofResume.newestLabelled = Math.max(ofResume.newestLabelled, offset);
        ofResume.revision = revision;
        ofResume.labelPartition = record.partition();
    }

    private void lookForMissing(Place place, Ledger.Entry entry) {
        if (!seen.contains(place)) {
            findings.found(Kind.LOST, place + ": acknowledged record, key " + entry.id());
        }
        if (!entry.isResume()) {
            if (!deadLetters.contains(place)) {
                findings.found(Kind.LOST, place + ": dead letter");
            }
            return;
        }
        Progress ofResume = progress.get(entry.id());
        Boolean degraded = ofResume == null ? null : ofResume.degradedByOffset.get(entry.offset());
        if (degraded == null) {
            findings.found(Kind.LOST, place + ": label of " + entry.id());
        } else if (voted && degraded && ofResume != null && entry.offset() == ofResume.newestSent) {
            findings.found(Kind.LOST, place + ": final label of " + entry.id() + ", which is still degraded");
        }
        if (voted && !votes.contains(place)) {
            findings.found(Kind.LOST, place + ": vote on " + entry.id());
        }
    }

    private @Nullable GenericRecord decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() != null) {
                return avro.decode(record.value());
            }
        } catch (IOException | RuntimeException e) {
            findings.found(
                    Kind.UNEXPECTED,
                    "%s-%d@%d: cannot be read: %s".formatted(record.topic(), record.partition(), record.offset(), e));
            return null;
        }
        findings.found(
                Kind.UNEXPECTED,
                "%s-%d@%d: has no value".formatted(record.topic(), record.partition(), record.offset()));
        return null;
    }

    private void forEachCommitted(String name, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        String topic = prefix + name;
        try (var committed = consumer("read_committed");
                var any = consumer("read_uncommitted")) {
            List<TopicPartition> partitions = committed.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            committed.assign(partitions);
            committed.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = committed.endOffsets(partitions);
            any.endOffsets(partitions).forEach((partition, end) -> {
                long readable = ends.getOrDefault(partition, 0L);
                if (end > readable) {
                    findings.found(
                            Kind.UNCOMMITTED,
                            "%s: %d records from offset %d, which an open transaction hides"
                                    .formatted(partition, end - readable, readable));
                }
            });
            Instant patient = Instant.now().plus(PATIENCE);
            while (ends.entrySet().stream().anyMatch(end -> committed.position(end.getKey()) < end.getValue())) {
                if (Instant.now().isAfter(patient)) {
                    throw new IllegalStateException(topic + ": its committed end was not reached");
                }
                committed.poll(Duration.ofMillis(100)).forEach(action);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        isolation,
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String headers(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder all = new StringBuilder();
        record.headers()
                .forEach(header -> all.append(header.key())
                        .append('=')
                        .append(text(header.value()))
                        .append(' '));
        return all.toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
