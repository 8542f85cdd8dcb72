package io.rolestream.common.reading;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.clients.TopicAdminException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches topics that a service reads.
 *
 * <p>Consumers know a topic by its name. One that was deleted and created again has another id, and a consumer
 * continues in it where it was in the old one: what lies before that is skipped, silently. Partitions that are added
 * later are found late, or never. So the cluster is asked every half minute, or as often as clients renew what they
 * know of topics if that is more often.
 *
 * <p>Any thread may ask. The callback for recreated topics runs on the watch's own thread.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(30);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private record Topic(Uuid id, int partitions) {}

    private final Clients clients;
    private final Set<String> names;
    private final Consumer<String> recreated;
    private final Duration every;
    private final Thread thread = new Thread(this::watch, "topic-watch");
    private final Map<String, Topic> known = new HashMap<>();
    /** Ids of deleted topics, which brokers that lag behind may still report. */
    private final Set<Uuid> past = new HashSet<>();

    private volatile Map<String, Uuid> ids = Map.of();
    private volatile @Nullable String problem;
    private volatile @Nullable Admin admin;
    private volatile boolean closed;

    /** A watch that is asked, as {@link #TopicWatch(Clients, Collection, Consumer)}. */
    public TopicWatch(Clients clients, Collection<String> topics) {
        this(clients, topics, recreated -> {});
    }

    /**
     * Connects to nothing yet.
     *
     * @param topics their names; those that do not exist yet are watched once they do
     * @param recreated called with the name of each topic that was deleted and created again
     */
    public TopicWatch(Clients clients, Collection<String> topics, Consumer<String> recreated) {
        this.clients = clients;
        this.names = new TreeSet<>(topics);
        this.recreated = recreated;
        Duration age = clients.metadataAge();
        this.every = age.compareTo(AT_LEAST_EVERY) < 0 ? age : AT_LEAST_EVERY;
        thread.setDaemon(true);
    }

    /**
     * Checks the topics once, then keeps checking in the background. Once that has begun, further calls do nothing.
     *
     * @throws TopicAdminException if the cluster does not answer
     */
    public synchronized void start() {
        if (closed || thread.getState() != Thread.State.NEW) {
            return;
        }
        Admin opened = admin == null ? clients.admin() : admin;
        admin = opened;
        if (closed) {
            opened.close(Duration.ZERO);
            return;
        }
        try {
            look(opened);
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topics cannot be described: " + e.getCause(), e.getCause());
        }
        thread.start();
    }

    private void watch() {
        try {
            while (!closed) {
                Thread.sleep(every.toMillis());
                try {
                    look(Objects.requireNonNull(admin));
                } catch (ExecutionException | RuntimeException e) {
                    LOG.debug("the topics cannot be described", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        }
    }

    private void look(Admin admin) throws ExecutionException {
        List<String> problems = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> asked :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            String name = asked.getKey();
            try {
                compare(name, TopicAdmin.await(asked.getValue()), problems, replaced);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    if (known.containsKey(name)) {
                        problems.add("topic %s was deleted: create it again".formatted(name));
                    }
                } else if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw e;
                }
            }
        }
        Map<String, Uuid> present = new HashMap<>();
        known.forEach((name, topic) -> present.put(name, topic.id()));
        ids = Map.copyOf(present);
        report(problems.isEmpty() ? null : String.join("; ", problems));
        replaced.forEach(recreated);
    }

    private void compare(String name, TopicDescription now, List<String> problems, List<String> replaced) {
        Topic present = new Topic(now.topicId(), now.partitions().size());
        Topic before = known.putIfAbsent(name, present);
        if (before == null || past.contains(present.id())) {
            return;
        }
        if (!before.id().equals(present.id())) {
            LOG.warn(
                    "topic {} was deleted and created again: its id was {} and is {}", name, before.id(), present.id());
            past.add(before.id());
            known.put(name, present);
            replaced.add(name);
        } else if (before.partitions() < present.partitions()) {
            problems.add(
                    "topic %s got more partitions (%d instead of %d): see \"More partitions\" in docs/OPERATIONS.md"
                            .formatted(name, present.partitions(), before.partitions()));
        }
    }

    private void report(@Nullable String now) {
        if (now != null && !now.equals(problem)) {
            LOG.error("{}", now);
        }
        problem = now;
    }

    /** The ids of the topics that exist, by name. */
    public Map<String, Uuid> ids() {
        return ids;
    }

    /** What is wrong with the topics, and what to do; null if nothing is. */
    public @Nullable String problem() {
        return problem;
    }

    /** Also ends a first look that waits for the cluster. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Admin opened = admin;
        if (opened != null) {
            opened.close(PATIENCE_AT_CLOSE);
        }
    }
}
