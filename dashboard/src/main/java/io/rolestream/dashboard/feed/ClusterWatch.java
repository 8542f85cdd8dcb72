package io.rolestream.dashboard.feed;

import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.dashboard.health.Backlog;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the lag of the labelling service and the workers every two seconds. */
public final class ClusterWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int PATIENCE_MS = 10_000;

    private final DashboardSettings.Groups groups;
    private final Supplier<Admin> opening;
    private final LiveState state;
    private final Topics topics;
    private final Thread thread = new Thread(this::run, "dashboard-cluster");
    private String trouble = "";
    private volatile boolean closed;

    public ClusterWatch(Cluster cluster, DashboardSettings.Groups groups, LiveState state) {
        this(
                () -> cluster.clients()
                        .admin(Map.of(
                                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS,
                                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS)),
                cluster.topics(),
                groups,
                state);
    }

    /** @param opening connects to Kafka; tried again where it fails */
    ClusterWatch(Supplier<Admin> opening, Topics topics, DashboardSettings.Groups groups, LiveState state) {
        this.opening = opening;
        this.topics = topics;
        this.groups = groups;
        this.state = state;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                follow();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    private void follow() throws InterruptedException {
        try (Admin admin = opening.get()) {
            report("");
            while (!closed) {
                look(admin);
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (RuntimeException e) {
            report(closed ? "" : e.toString());
            TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
        }
    }

    /** Once for each problem: an address that cannot be resolved, for one, may last for days. */
    private void report(String problem) {
        if (!problem.isEmpty() && !problem.equals(trouble)) {
            LOG.warn("the dashboard cannot read the consumers' lag; trying again: {}", problem);
        }
        trouble = problem;
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            state.backlog(backlog(admin), System.currentTimeMillis());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("the consumers' lag is unknown", e);
            if (e.getCause() instanceof AuthorizationException) {
                state.backlog(Backlog.NONE, System.currentTimeMillis()); // Kafka has answered, if only with a refusal
            }
        }
    }

    private Backlog backlog(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        var stream = committed(admin, groups.stream());
        var workers = committed(admin, groups.workers());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        stream.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        workers.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, info) -> ends.put(partition, info.offset()));
        return new Backlog(
                lag(topics.resumes(), stream, ends),
                lag(topics.resumes(), workers, ends),
                lag(topics.labelVotes(), stream, ends),
                read(topics.resumes(), stream),
                read(topics.labelVotes(), stream));
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            Map<TopicPartition, OffsetAndMetadata> known =
                    new HashMap<>(get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
            known.values().removeIf(offset -> offset == null);
            return known;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Omits partitions without a committed offset: their reader's start is unknown. */
    private static long lag(
            String topic, Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        long lag = Backlog.UNKNOWN;
        for (var entry : committed.entrySet()) {
            if (entry.getKey().topic().equals(topic)) {
                long behind =
                        ends.getOrDefault(entry.getKey(), 0L) - entry.getValue().offset();
                lag = Math.max(lag, 0) + Math.max(0, behind);
            }
        }
        return lag;
    }

    private static long read(String topic, Map<TopicPartition, OffsetAndMetadata> committed) {
        return committed.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
