package io.rolestream.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.InstanceIds;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.clients.SteadyTime;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.files.PrivateFiles;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.KafkaMeters;
import io.rolestream.common.metrics.Metric;
import io.rolestream.common.service.Service;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.labelling.LabellingTopology;
import io.rolestream.stream.rules.RuleSupply;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final StreamSettings settings;
    private final @Nullable RuleSupply followed;
    private final ThreadFailures failures = new ThreadFailures(this::permanent);
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();
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
        NativeLibraries.prepare(); // for RocksDB
        this.streams = new KafkaStreams(topology(), properties(address), new SteadyTime());
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
        if (address != null) {
            properties.putIfAbsent(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        }
        return properties;
    }

    /**
     * Checks the topics, then joins the group.
     *
     * @throws ConfigurationException when topics are missing or do not fit together
     */
    @Override
    public void start() {
        maxLetterBytes = RequiredTopics.check(cluster);
        RequiredTopics.checkState(cluster, changelogs());
        if (followed != null) {
            followed.start();
        }
        Set<String> holders = holdersOfItsName();
        streams.start();
        polls.start();
        renewal.start();
        reportOthers(holders);
        LOG.info(
                "labelling with rules {}{}{}",
                settings.rules().version(),
                followed == null ? "" : ", or those of the champion",
                model() == null ? "" : ", and votes of " + model());
    }

    private List<String> changelogs() {
        return Stream.of(LabellingTopology.PENDING, LabellingTopology.CURRENT_LABELS)
                .map(store -> settings.instance().applicationId() + "-" + store + "-changelog")
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
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public String describe() {
        if (isStuck()) {
            return "stuck: a thread has not polled for %d s"
                    .formatted(polls.longest().toSeconds());
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
