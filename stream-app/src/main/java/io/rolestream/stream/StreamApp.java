package io.rolestream.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.InstanceIds;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.clients.robust.SteadyTime;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.metrics.Metric;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.reading.TopicWatch;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.Service;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.labelling.LabellingTopology;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.sources.RecreatedSources;
import io.rolestream.stream.sources.RecreatedTopicException;
import io.rolestream.stream.sources.SourceIds;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The labelling service: one instance of the topology in this process. To scale out, start more processes, up to one
 * thread per partition in total.
 */
public final class StreamApp implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(StreamApp.class);
    /**
     * Without a broker the transaction can't be committed however long it waits; what it held is processed again.
     * Container engines and Kubernetes kill after 30 s.
     */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final StreamSettings settings;
    private final @Nullable RuleSupply followed;
    private final ThreadFailures failures = new ThreadFailures(this::permanent);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();
    private final SourceIds sourceIds = new SourceIds();
    private final TopicWatch watch;
    private final KafkaStreams streams;
    private final ThreadPolls polls;
    private final ThreadRenewal renewal;
    private final MeterRegistry meters;
    private final Tracing tracing;
    private final KafkaMeters kafkaMeters;
    /** The largest batch that {@code resumes-dlq} takes; known once the topics are checked. */
    private volatile int maxLetterBytes;

    /**
     * An instance that others cannot ask for labels, as {@link #StreamApp(Cluster, StreamSettings, MeterRegistry,
     * String)}.
     */
    public StreamApp(Cluster cluster, StreamSettings settings, MeterRegistry meters) {
        this(cluster, settings, meters, null);
    }

    /**
     * Builds the topology; nothing runs yet.
     *
     * @param meters for what is counted and measured
     * @param address {@code host:port} at which other instances ask this one for its labels; null where they cannot
     * @throws ConfigurationException when the model store or a key is not as the settings say
     */
    public StreamApp(Cluster cluster, StreamSettings settings, MeterRegistry meters, @Nullable String address) {
        this.cluster = cluster;
        this.settings = settings;
        this.meters = meters;
        this.tracing = Tracing.of(settings.tracing(), "rolestream-stream");
        String model = settings.model();
        this.followed = model != null && settings.followsChampion()
                ? RuleSupply.of(cluster, settings.models(), settings.rules(), model, meters)
                : null;
        if (followed == null) {
            new InfoGauge(Metric.RULES_INFO, meters).show(settings.rules().version());
        }
        this.watch = new TopicWatch(
                cluster.clients(),
                Stream.concat(sources().stream(), changelogs().stream())
                        .filter(topic -> settings.reconciling().readsVotes()
                                || !topic.equals(cluster.topics().labelVotes()))
                        .toList(),
                this::onRecreated);
        NativeLibraries.prepare(); // for RocksDB
        this.streams = new KafkaStreams(topology(), properties(address), new StreamsClients(gone()), new SteadyTime());
        closeStateToOthers();
        this.polls = new ThreadPolls(streams);
        this.renewal = new ThreadRenewal(streams, settings.instance().threads());
        this.kafkaMeters = KafkaMeters.bound(looking -> {
            KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.empty(), looking);
            metrics.bindTo(meters);
            return metrics::close;
        });
        streams.setStateListener((now, before) -> onState(now));
        streams.setUncaughtExceptionHandler(this::onFailure);
    }

    private GoneRecords gone() {
        return new GoneRecords(name(), sources(), meters);
    }

    /** Kafka Streams lets the group read its directories. */
    private void closeStateToOthers() {
        Path state = settings.instance().stateDirectory();
        try {
            PrivateFiles.directory(state);
            PrivateFiles.directory(state.resolve(settings.instance().applicationId()));
        } catch (IOException e) {
            LOG.warn("other users may be able to read the state in {}: {}", state, e.toString());
        }
    }

    private Properties properties(@Nullable String address) {
        Properties properties = StreamsProperties.of(cluster, settings.instance(), meters, () -> maxLetterBytes);
        properties.put(SourceIds.PROPERTY, sourceIds);
        if (address != null) {
            properties.putIfAbsent(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        }
        return properties;
    }

    /**
     * Checks the topics, the schemas and the group, waiting for the registry, then joins the group.
     *
     * @throws ConfigurationException when topics or schemas are missing or do not fit together, or its group is not its
     *     own
     */
    @Override
    public void start() throws InterruptedException {
        RequiredSchemas.await(
                cluster, Subjects.ofStream(cluster.topics(), settings.instance().applicationId()));
        maxLetterBytes = RequiredTopics.check(cluster);
        RequiredTopics.checkState(cluster, changelogs());
        GroupCheck.check(cluster, settings.instance().group(), sources(), true);
        watch.start();
        sourceIds.set(ids());
        RecreatedSources.startOver(cluster.clients(), settings.instance().applicationId(), sourceIds);
        if (followed != null) {
            followed.start();
        }
        Set<String> holders = holdersOfItsName();
        streams.start();
        polls.start();
        renewal.start();
        reportOthers(holders);
        LOG.info(
                "labelling with rules {}{}{}{}",
                settings.rules().version(),
                followed == null ? "" : ", or those of the champion",
                model() == null ? "" : ", and votes of " + model(),
                observed().isEmpty() ? "" : ", recording those of " + String.join(", ", observed()));
    }

    /** What its group may have read: without a model, the votes of a former one. */
    private Set<String> sources() {
        Topics topics = cluster.topics();
        return Set.of(topics.resumes(), topics.labelVotes(), topics.roleCorrections());
    }

    private Map<String, Uuid> ids() {
        Map<String, Uuid> ids = new HashMap<>(watch.ids());
        ids.keySet().retainAll(sources());
        return ids;
    }

    /** Stops: of a source, its position is one in the old topic; of a changelog, the new topic backs up only part. */
    private void onRecreated(String topic) {
        String why = changelogs().contains(topic)
                ? "because its state from before is no longer in Kafka. Labels stay, but the next"
                        + " start may not know all resumes: see \"When something fails\" in docs/OPERATIONS.md"
                : ("to skip no record. Start it again once all instances of group %s have stopped; it then reads the"
                                + " new topic from its beginning")
                        .formatted(settings.instance().applicationId());
        CommandFailedException failure = new CommandFailedException(
                "topic %s was deleted and created again: the labelling service stops, %s".formatted(topic, why));
        stopped.complete(failure);
        running.completeExceptionally(failure);
    }

    private List<String> changelogs() {
        return Stream.of(LabellingTopology.PENDING, LabellingTopology.CURRENT_LABELS)
                .map(store -> Subjects.changelog(settings.instance().applicationId(), store))
                .toList();
    }

    private Set<String> holdersOfItsName() {
        String name = settings.instance().name();
        return name == null
                ? Set.of()
                : InstanceIds.holders(cluster, settings.instance().applicationId(), name);
    }

    /** Clients are named after their directory's process id, so a restarted process finds only its own name. */
    private void reportOthers(Set<String> holders) {
        String own = streams.metadataForLocalThreads()
                .iterator()
                .next()
                .consumerClientId()
                .replaceFirst("\\d+-consumer$", "");
        holders.stream()
                .filter(holder -> !holder.startsWith(own))
                .findFirst()
                .ifPresent(other -> LOG.warn(
                        "{} is in use by another process, client {}, which stops now if it still runs: give each process its own",
                        InstanceIds.setting(settings.instance().name()),
                        other));
    }

    /** Completes when all threads have their partitions and their state for the first time. */
    public CompletableFuture<Void> running() {
        return running;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    @Override
    public String name() {
        return "labelling service";
    }

    /** Whether none of its threads hangs, whatever Kafka Streams reports. */
    @Override
    public boolean isLive() {
        return !stopped.isDone() && !isStuck();
    }

    private boolean isStuck() {
        return polls.longest().compareTo(settings.instance().stuckAfter()) >= 0;
    }

    @Override
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING && problem() == null && !stopped.isDone();
    }

    /** What keeps it from labelling, in words; null if nothing does. */
    private @Nullable String problem() {
        String problem = watch.problem();
        return problem == null ? cluster.waitsForRegistry() : problem;
    }

    @Override
    public String describe() {
        if (isStuck()) {
            return "stuck: a thread has not polled for %d s"
                    .formatted(polls.longest().toSeconds());
        }
        String problem = problem();
        if (problem != null) {
            return problem;
        }
        return streams.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The rule set that votes at the moment. */
    public RuleSet rules() {
        return followed == null ? settings.rules() : followed.get();
    }

    /** Whose signature announcements of model versions must have; null believes all. */
    public @Nullable PublicKey modelKey() {
        return settings.models().keys().readPublic();
    }

    /** The name of the model whose votes are awaited, or null where the rules are alone. */
    public @Nullable String model() {
        return settings.model();
    }

    /** The labellers whose votes are recorded with labels. */
    public List<String> observed() {
        return settings.reconciling().observing().labellers();
    }

    /** How votes become labels. */
    public DecisionPolicy policy() {
        return settings.reconciling().policy();
    }

    /** The running instance, for metrics and queries. */
    public KafkaStreams streams() {
        return streams;
    }

    /**
     * Commits finished work and leaves. An instance with an {@code instance.id} keeps its place in the group, so that a
     * restart moves no partition; one without leaves the group, so that others take over immediately.
     */
    @Override
    public void close() {
        watch.close();
        renewal.close();
        kafkaMeters.close();
        polls.close();
        boolean named = settings.instance().name() != null;
        streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        named ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP));
        if (followed != null) {
            followed.close();
        }
        tracing.close();
        stopped.complete(null);
    }

    private Topology topology() {
        return new LabellingTopology(
                        cluster,
                        settings.rules().taxonomy(),
                        this::rules,
                        settings.reconciling(),
                        settings.limits(),
                        () -> maxLetterBytes,
                        new LabellingTopology.Watch(meters, tracing))
                .build();
    }

    private void onState(KafkaStreams.State now) {
        if (now == KafkaStreams.State.RUNNING) {
            running.complete(null);
        } else if (now == KafkaStreams.State.ERROR) {
            Throwable cause = failures.last();
            stopped.complete(cause);
            running.completeExceptionally(cause == null ? new IllegalStateException("stopped") : cause);
        }
    }

    /** For a failure that a new thread would repeat, what to do; null if it may help, or that is unknown. */
    private @Nullable RuntimeException permanent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return InstanceIds.taken(name(), settings.instance().name(), failure);
            }
            if (cause instanceof RecreatedTopicException) {
                return new CommandFailedException(
                        cause.getMessage()
                                + ": start again once the instances that still read the old one have stopped",
                        failure);
            }
        }
        RuntimeException ofTheGroup =
                GroupCheck.permanent(failure, settings.instance().group());
        if (ofTheGroup != null) {
            return ofTheGroup;
        }
        try {
            RequiredTopics.check(cluster);
            RequiredTopics.checkState(cluster, changelogs());
            return null;
        } catch (ConfigurationException e) {
            return e;
        } catch (RuntimeException e) {
            LOG.debug("the topics cannot be checked", e);
            return null;
        }
    }

    private StreamThreadExceptionResponse onFailure(Throwable failure) {
        return failures.record(failure);
    }
}
