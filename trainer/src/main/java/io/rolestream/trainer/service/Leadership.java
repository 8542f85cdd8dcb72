package io.rolestream.trainer.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.InstanceIds;
import io.rolestream.common.clients.robust.ClockSteps;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainerAction;
import io.rolestream.events.TrainerCommand;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroDeserializer;
import io.rolestream.trainer.matching.service.MatchCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines which of several trainers leads, and receives the commands. The trainers of a model are a consumer group
 * on the commands' only partition; its owner leads.
 *
 * <p>A commit carries the member's generation, so only the owner can commit: that is how a leader finds out whether it
 * still leads, even after a long pause. A command's offset stays uncommitted until the training that it started has
 * finished, so that the next leader reads it again. If a leader dies between announcement and commit, the announced
 * version's offsets show that the command was answered.
 *
 * <p>For the polling thread, unless stated otherwise.
 */
public final class Leadership implements ConsumerRebalanceListener, MatchCommands, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long UNKNOWN = -1;

    /** A command that is not answered yet. */
    private record Pending(long offset, TrainerCommand command) {}

    private final Supplier<Consumer<byte[], byte[]>> open;
    private final MeterRegistry meters;
    private final ClockSteps clock = new ClockSteps();
    private final AvroDeserializer<TrainerCommand> deserializer;
    private final TopicPartition partition;
    private final OwnGroup group;
    private final Set<String> models;
    private final @Nullable String instance;
    private final List<Pending> pending = new ArrayList<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Boolean>> questions = new ConcurrentLinkedQueue<>();
    private Consumer<byte[], byte[]> consumer;
    private KafkaMeters consumerMeters;
    private long committed = UNKNOWN;

    /** Commands below this offset are answered, except those that are pending. */
    private long answeredTo;

    private volatile boolean leads;
    private volatile boolean joined;

    /**
     * @param instance the trainer's name, the same after a restart, or null
     * @param models the names of the models that the trainers train
     */
    Leadership(Cluster cluster, OwnGroup group, @Nullable String instance, Set<String> models, MeterRegistry meters) {
        this.partition = new TopicPartition(cluster.topics().trainerCommands(), 0);
        this.deserializer = new AvroDeserializer<>(TrainerCommand.class, cluster.registry());
        this.group = group;
        this.models = Set.copyOf(models);
        this.instance = instance;
        this.meters = meters;
        this.open = () -> cluster.clients()
                .member(
                        group.id(),
                        instance,
                        Map.of(
                                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000,
                                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100),
                        new GoneRecords("trainer", List.of(partition.topic()), meters));
        this.consumer = open.get();
        this.consumerMeters = KafkaMeters.of(consumer, meters);
    }

    void join() {
        consumer.subscribe(List.of(partition.topic()), this);
    }

    /**
     * Reads commands and takes part in the group. The next call retries after a failure.
     *
     * @throws SchemaRegistryUnavailableException if the registry does not answer
     * @throws KafkaException if the cluster does not answer
     * @throws CommandFailedException if another trainer has its name, or it may not join the group
     * @throws ConfigurationException if others use its group
     */
    void poll(Duration atMost) {
        clock.ifSetBack(this::rejoin);
        try {
            consumer.poll(atMost).forEach(this::read);
        } catch (FencedInstanceIdException e) {
            throw InstanceIds.taken("trainer", instance, e);
        } catch (KafkaException e) {
            RuntimeException permanent = GroupCheck.permanent(e, group);
            throw permanent == null ? e : permanent;
        }
        joined = joined || consumer.groupMetadata().generationId() > 0;
        if (leads && committed == UNKNOWN) {
            OffsetAndMetadata known =
                    consumer.committed(Set.of(partition), PATIENCE).get(partition);
            committed = known == null ? 0 : known.offset();
        }
        for (var question = questions.poll(); question != null; question = questions.poll()) {
            question.complete(leads && commit(committed));
        }
    }

    private void rejoin(Duration setBack) {
        LOG.warn("the clock was set back by {} s; joining the group again", setBack.toSeconds());
        Consumer<byte[], byte[]> renewed = open.get();
        close();
        consumer = renewed;
        consumerMeters = KafkaMeters.of(consumer, meters);
        join();
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            TrainerCommand command = deserializer.deserialize(record.topic(), record.headers(), record.value());
            if (command != null && models.contains(command.getModelName())) {
                if (command.getAction() == TrainerAction.TRAIN_NOW) {
                    pending.add(new Pending(record.offset(), command));
                } else {
                    LOG.warn("skipping a command that this program does not know: {}", command);
                }
            }
        } catch (SchemaRegistryUnavailableException e) {
            consumer.seek(partition, record.offset());
            throw e;
        } catch (SerializationException e) {
            LOG.warn("skipping offset {} of {}: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    /** As of the last commit. For any thread. */
    boolean leads() {
        return leads;
    }

    /** Whether the leader is known. For any thread. */
    boolean joined() {
        return joined;
    }

    @Override
    public Optional<String> askedBy(VersionTable versions, String model) {
        return pending(model)
                .filter(waiting -> !isAnswered(waiting, versions))
                .findFirst()
                .map(waiting -> "%s (at %s)"
                        .formatted(
                                waiting.command().getRequestedBy(),
                                waiting.command().getRequestedAt()));
    }

    /** A recreated topic of commands repeats the offsets, but its commands are later than the announcement. */
    private boolean isAnswered(Pending waiting, VersionTable versions) {
        return versions.versions(waiting.command().getModelName()).stream()
                .map(Announced::version)
                .filter(version ->
                        version.getTrainedOffsets().getOrDefault(partition.toString(), 0L) > waiting.offset())
                .map(ModelVersion::getAnnouncedAt)
                .anyMatch(announcedAt -> !announcedAt.isBefore(waiting.command().getRequestedAt()));
    }

    private Stream<Pending> pending(String model) {
        return pending.stream()
                .filter(waiting -> waiting.command().getModelName().equals(model));
    }

    @Override
    public Map<String, Long> answered(String model) {
        long next = pending(model).mapToLong(last -> last.offset() + 1).max().orElse(committed);
        return Map.of(partition.toString(), next);
    }

    /** Commits the commands answered by a finished training, up to the first of another model that waits. */
    @Override
    public void answer(String model, Map<String, Long> offsets) {
        long to = offsets.getOrDefault(partition.toString(), 0L);
        pending.removeIf(waiting ->
                waiting.offset() < to && waiting.command().getModelName().equals(model));
        answeredTo = Math.max(answeredTo, to);
        long next = pending.stream().mapToLong(Pending::offset).reduce(answeredTo, Math::min);
        if (leads && next > committed && !commit(next)) {
            LOG.info("another trainer leads now");
        }
    }

    /**
     * Asks the group, through the polling thread, whether this trainer still leads. For any other thread.
     *
     * @return false also if there is no answer in time
     */
    boolean confirm() throws InterruptedException {
        if (!leads) {
            return false;
        }
        CompletableFuture<Boolean> question = new CompletableFuture<>();
        questions.add(question);
        try {
            return question.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("the group has not said whether this trainer leads");
            return false;
        }
    }

    private boolean commit(long next) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)), PATIENCE);
            committed = next;
            return leads;
        } catch (KafkaException e) {
            LOG.warn("the group does not confirm that this trainer leads: {}", e.toString());
            return false;
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.contains(partition)) {
            pending.clear();
            committed = UNKNOWN;
            answeredTo = 0;
            leads = true;
            LOG.info("this trainer leads");
        }
        joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (partitions.contains(partition)) {
            leads = false;
            pending.clear();
            LOG.info("this trainer no longer leads");
        }
    }

    /** A trainer with an {@code instance.id} keeps its place, so that it can continue its training after a restart. */
    @Override
    public void close() {
        leads = false;
        consumerMeters.close();
        try {
            consumer.close();
        } catch (RuntimeException e) {
            LOG.warn("left the group without notice: {}", e.toString());
        }
    }
}
