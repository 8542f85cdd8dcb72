package io.rolestream.models.announcements;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.schemas.serde.AvroSerializer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Announces model versions. Announcements that belong together are one transaction, so that followers see all of them
 * or none.
 *
 * <p>Two concurrent announcers must not both decide by the same table, or there would be two champions. All announcers
 * of an installation therefore share one transactional id. To decide, an announcer first initialises the id, which
 * aborts another's transaction, then reads the topic to its end, and only then writes. If another announcer takes the
 * id in between, the write fails: the later one succeeds, having read a complete table, and the earlier one fails with
 * a message to try again.
 *
 * <p>For one thread at a time. Every method returns what was announced, and an empty list if nothing had to change.
 * Every method throws {@link VersionException} if the request is invalid for the existing versions, and
 * {@link KafkaException} if the cluster does not answer.
 */
public final class VersionAnnouncer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SOMEONE_ELSE =
            "not announced: someone else announced model versions at the same time, or the cluster failed; check the"
                    + " current versions and try again";
    private static final Duration LOOK = Duration.ofMillis(20);
    /** Readers wait this long for the transaction of an announcer that died. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private final Clients clients;
    private final String topic;
    private final String who;
    private final SigningKeys keys;
    private final Clock clock;
    private final AvroSerializer<ModelVersion> serializer;
    private final VersionLog log;

    /**
     * @param who the person or service that announces, for the reasons of rejections
     * @throws TopicAdminException as {@link VersionLog}
     */
    public VersionAnnouncer(Cluster cluster, String who, SigningKeys keys) {
        this(cluster, who, keys, keys.trusted(), Clock.systemUTC());
    }

    /** An announcer that believes unsigned announcements too, to {@link #sign} them. */
    public static VersionAnnouncer believingAll(Cluster cluster, String who, SigningKeys keys) {
        return new VersionAnnouncer(cluster, who, keys, null, Clock.systemUTC());
    }

    VersionAnnouncer(Cluster cluster, String who, SigningKeys keys, @Nullable PublicKey believed, Clock clock) {
        this.keys = keys;
        this.clients = cluster.clients();
        this.topic = cluster.topics().modelVersions();
        this.who = who;
        this.clock = clock;
        this.serializer = new AvroSerializer<>(ModelVersion.class, cluster.registry());
        this.log = new VersionLog(cluster, believed);
    }

    /**
     * Announces a version for the first time, with its stage; a new champion or challenger replaces the former one,
     * which is retired. A version announced before with the same files is unchanged.
     *
     * @throws IllegalArgumentException if its name or version is invalid, or it has no stage
     */
    public List<ModelVersion> announce(ModelVersion version) {
        return decide(changes -> changes.announce(version));
    }

    /**
     * Like {@link #announce(ModelVersion)}, for a version that depends on the existing ones.
     *
     * @param choice the version to announce, if any; no other announcer can write meanwhile
     */
    public List<ModelVersion> announce(Function<VersionTable, Optional<ModelVersion>> choice) {
        return decide(
                changes -> choice.apply(changes.table()).map(changes::announce).orElse(List.of()));
    }

    /** As {@link #announce(ModelVersion)}, but refuses a version that a person rejected. */
    public List<ModelVersion> publish(ModelVersion version) {
        return decide(changes -> changes.publish(version));
    }

    /**
     * Makes a version CHAMPION or CHALLENGER; the former one is retired. A version that a person rejected is refused.
     */
    public List<ModelVersion> promote(VersionKey version, ModelStage stage) {
        return decide(changes -> changes.promote(version, stage));
    }

    /**
     * Rejects a model's champion and makes another version champion.
     *
     * @param to the version to go back to; null for the previous champion
     */
    public List<ModelVersion> rollback(String name, @Nullable String to, @Nullable String why) {
        return decide(changes -> changes.rollback(name, to, why));
    }

    /** Takes a version out of use, even the champion, which leaves its model without one. */
    public List<ModelVersion> reject(VersionKey version, String why) {
        return decide(changes -> changes.reject(version, why));
    }

    /**
     * Removes the announcements of versions, so that their files may be deleted.
     *
     * @param choice the versions to remove; no other announcer can write meanwhile
     * @throws VersionException if one of them is the champion or the challenger; then none is removed
     */
    public List<VersionKey> remove(Function<VersionTable, List<VersionKey>> choice) {
        return decideAll(changes -> changes.remove(choice.apply(changes.table())).stream()
                        .map(key -> new Change(key, null, 0))
                        .toList())
                .stream()
                .map(Change::version)
                .toList();
    }

    /**
     * Announces versions again with their present stages, and signs their files and announcements, for which the caller
     * vouches. The announcer must have a private key.
     */
    public List<ModelVersion> sign(List<VersionKey> versions) {
        PrivateKey key = Objects.requireNonNull(keys.signing(), "no private key");
        return decide(changes -> changes.sign(versions, key));
    }

    /** @param announcement null removes the previous one */
    private record Change(VersionKey version, @Nullable ModelVersion announcement, long sequence) {
        Headers headers(@Nullable PrivateKey key) {
            return announcement == null ? AnnouncementSeal.removal(version, sequence, key) : new RecordHeaders();
        }
    }

    private List<ModelVersion> decide(Function<StageChanges, List<ModelVersion>> decision) {
        return decideAll(changes -> decision.apply(changes).stream()
                        .map(announcement -> new Change(VersionKey.of(announcement), announcement, 0))
                        .toList())
                .stream()
                .map(Change::announcement)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Change> decideAll(Function<StageChanges, List<Change>> decision) {
        try (Producer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            if (!log.readToEnd(PATIENCE)) {
                throw new VersionException("not announced: topic %s could not be read to its end within %d s"
                        .formatted(topic, PATIENCE.toSeconds()));
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var changes = sealed(decision.apply(new StageChanges(log.table(), who, now)), now);
            if (!changes.isEmpty()) {
                commit(producer, changes);
                awaitReadable(changes);
            }
            return changes;
        }
    }

    /**
     * Numbers and signs changes. Numbers are times where possible, so that they keep growing even if the topic has lost
     * the announcement with the highest.
     */
    private List<Change> sealed(List<Change> changes, Instant now) {
        Map<String, Long> last = new HashMap<>();
        List<Change> sealed = new ArrayList<>();
        for (Change change : changes) {
            VersionKey version = change.version();
            requireKey(version);
            long sequence = last.merge(
                    version.name(),
                    Math.max(log.table().lastSequence(version.name()) + 1, now.toEpochMilli()),
                    (before, first) -> before + 1);
            ModelVersion announcement = change.announcement();
            sealed.add(new Change(
                    version,
                    announcement == null ? null : AnnouncementSeal.seal(announcement, sequence, keys.signing()),
                    sequence));
        }
        return sealed;
    }

    private void requireKey(VersionKey version) {
        if (keys.signing() == null
                && log.table().versions(version.name()).stream()
                        .anyMatch(announced -> announced.version().getAnnouncementSignature() != null)) {
            throw new VersionException(
                    ("the announcements of %s are signed, and services may ignore others: set model.private.key and"
                                    + " model.public.key")
                            .formatted(version.name()));
        }
    }

    private void commit(Producer<byte[], byte[]> producer, List<Change> changes) {
        try {
            producer.beginTransaction();
            for (Change change : changes) {
                ModelVersion announcement = change.announcement();
                var unused = producer.send(new ProducerRecord<>(
                        topic,
                        0,
                        change.version().toString().getBytes(StandardCharsets.UTF_8),
                        announcement == null ? null : serializer.serialize(topic, announcement),
                        change.headers(keys.signing())));
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            if (isFenced(e)) {
                throw new VersionException(SOMEONE_ELSE, e);
            }
            findOut(changes, e);
        }
    }

    /** Returns normally if a transaction of unknown outcome was committed. The next transaction waits for its end. */
    private void findOut(List<Change> changes, KafkaException failure) {
        try (Producer<byte[], byte[]> next = producer()) {
            next.initTransactions();
        }
        boolean read = log.readToEnd(PATIENCE);
        if (!read || !changes.stream().allMatch(this::isReadable)) {
            throw new VersionException(SOMEONE_ELSE, failure);
        }
    }

    /** A committed transaction becomes readable a moment later; the caller may read immediately. */
    private void awaitReadable(List<Change> changes) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!changes.stream().allMatch(this::isReadable) && System.nanoTime() < deadline) {
            log.poll(LOOK);
        }
    }

    private boolean isReadable(Change change) {
        Optional<ModelVersion> there =
                log.table().version(change.version().name(), change.version().version());
        ModelVersion announcement = change.announcement();
        return announcement == null
                ? there.isEmpty()
                : there.filter(version -> !version.getAnnouncedAt().isBefore(announcement.getAnnouncedAt()))
                        .isPresent();
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private Producer<byte[], byte[]> producer() {
        return clients.transactional(
                topic + "-announcer",
                Map.of(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        TRANSACTION_TIMEOUT_MS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis()));
    }

    @Override
    public void close() {
        log.close();
    }
}
