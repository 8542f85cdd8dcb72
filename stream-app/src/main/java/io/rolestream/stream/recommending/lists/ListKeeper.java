package io.rolestream.stream.recommending.lists;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.robust.ClockSteps;
import io.rolestream.common.loop.LoopFailures;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.common.reading.TopicWatch;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.index.IndexedTopics;
import io.rolestream.stream.recommending.index.JobIndexes;
import io.rolestream.stream.recommending.index.MatcherSupply;
import io.rolestream.stream.recommending.index.NextIndex;
import io.rolestream.stream.recommending.standing.StandingRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lists of both directions as they should be.
 *
 * <p><b>The problem.</b> A list follows from all texts of the other side, so no division of the inputs helps: every
 * instance must know all of them. But each list must be written by one instance at a time, exactly once for each
 * change, whichever process is killed.
 *
 * <p><b>The topic is the state.</b> Every instance builds both indexes ({@link IndexedTopics}). A consumer group
 * divides only the ownership of partitions ({@link ListMember}). The owner of a partition of subjects brings the lists
 * in the partition of the same number into the desired state: it reads what stands there ({@link StandingRecords}),
 * computes the lists that are due ({@link ListBooks}), and writes those that differ. Nothing else is kept, so nothing
 * can be lost: after a failure, of this process or of a transaction, the owner reads what stands and compares again.
 *
 * <p><b>Exactly once.</b> A batch of lists is one transaction with offsets of the group, so that a member that has lost
 * its place commits nothing. The new owner reads what stands after the broker has said that the previous owner's last
 * transaction has ended.
 *
 * <p><b>Versions.</b> Another matcher is indexed beside the present one ({@link NextIndex}) and takes over between two
 * batches, whole. The first one is built in the same way; until then this is not in the group.
 *
 * <p><b>Threads.</b> Everything belongs to the thread that calls {@link #run}; others only rank, while it waits.
 */
public final class ListKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListKeeper.class);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final ListSettings settings;
    private final NextIndex next;
    private final JobIndexes disk;
    private final MeterRegistry registry;
    private final ListMeters meters;
    private final List<ListTopic> lists;
    private final StandingRecords standing;
    private final ListTransactions transactions;
    private final Ranking ranking;
    private final ListTraces traces;
    private final ListWriter writer;
    private final ListProgress progress;
    private final LoopFailures failures;
    private final TopicWatch watch;
    private final ClockSteps clock = new ClockSteps();
    private final Set<TopicPartition> kept = new HashSet<>();
    /** Owned, but not kept until the index has caught up with what their previous owners can have read. */
    private final Set<TopicPartition> awaited = new HashSet<>();

    private final Set<String> recreated = ConcurrentHashMap.newKeySet();
    private @Nullable IndexedTopics index;
    private @Nullable ListBooks books;
    private volatile @Nullable ListMember member;
    private Instant nextPrune = Instant.EPOCH;

    private volatile boolean ready;
    private volatile boolean stopping;
    private volatile long lastRound = System.nanoTime();

    /**
     * Connects to nothing yet.
     *
     * @param matchers closed by its owner
     * @param disk where the indexes of jobs are kept; closed by its owner
     */
    public ListKeeper(
            Cluster cluster,
            ListSettings settings,
            MatcherSupply matchers,
            JobIndexes disk,
            Tracing tracing,
            MeterRegistry registry) {
        Topics topics = cluster.topics();
        this.cluster = cluster;
        this.settings = settings;
        this.next = new NextIndex(cluster, matchers, settings.textChars(), settings.describes(), disk);
        this.disk = disk;
        this.registry = registry;
        this.meters = new ListMeters(
                registry, Map.of(Side.RESUME, topics.jobRecommendations(), Side.JOB, topics.resumeRecommendations()));
        this.lists = List.of(new JobListTopic(cluster), new ResumeListTopic(cluster));
        Clients clients = cluster.clients();
        this.standing = new StandingRecords(clients);
        this.transactions = new ListTransactions(clients, settings.transactionalId(), registry);
        this.ranking = new Ranking(settings.top(), settings.threads(), meters);
        this.traces = new ListTraces(tracing);
        this.writer = new ListWriter(ranking, transactions, traces, meters);
        this.progress = new ListProgress(lists, transactions);
        this.failures = new LoopFailures(
                "recommender",
                settings.group(),
                settings.instance(),
                failure -> failure instanceof EngineBrokenException);
        this.watch = new TopicWatch(clients, IndexedTopics.read(topics, settings.describes()), recreated::add);
    }

    /**
     * Works until it is stopped.
     *
     * @throws RuntimeException a failure that starting over can't help, or did not help
     */
    public void run() throws InterruptedException {
        try {
            while (!stopping) {
                lastRound = System.nanoTime();
                try {
                    round(now());
                } catch (WakeupException e) {
                    // stop() wakes the member
                } catch (InterruptException e) {
                    throw new InterruptedException("stopping");
                } catch (RuntimeException e) {
                    startOver(e);
                }
            }
        } finally {
            ready = false;
            Thread.interrupted(); // clients can't be closed in order by an interrupted thread
            release();
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void round(Instant now) throws InterruptedException {
        watch.start();
        if (!clock.setBack().isZero()) {
            LOG.warn("the clock was set back; the recommender joins its group again");
            leave();
        }
        if (!recreated.isEmpty()) {
            LOG.warn("{} were deleted and created again; the recommender reads the topics again", recreated);
            recreated.clear();
            rebuild();
        }
        swap(now);
        IndexedTopics indexed = index;
        ListBooks current = books;
        if (indexed == null || current == null) {
            Thread.sleep(IDLE.toMillis());
            return;
        }
        current.apply(indexed.poll(patience(current, now), now), now);
        if (!now.isBefore(nextPrune)) {
            nextPrune = now.plus(PRUNE_EVERY);
            current.apply(indexed.prune(now), now);
        }
        keepPlace(indexed, current, now);
        ListMember place = member;
        if (place == null) {
            return;
        }
        boolean keepsAll = place.hasJoined() && kept.containsAll(place.owned());
        if (keepsAll && !ready) {
            LOG.info("lists are kept from now on: {}", kept);
        }
        ready = keepsAll;
        for (ListTopic topic : lists) {
            writer.write(topic, indexed.texts(), current.book(topic.side()), place.place(), now);
        }
        progress.report(indexed.texts(), current, kept, place.place(), now);
    }

    private Duration patience(ListBooks current, Instant now) {
        Instant next = current.next();
        if (!next.isAfter(now)) {
            return Duration.ZERO;
        }
        Instant idle = now.plus(IDLE);
        return next.isBefore(idle) ? Duration.between(now, next) : IDLE;
    }

    /** Builds indexes for another matcher, and changes over to them when they have caught up. */
    private void swap(Instant now) throws InterruptedException {
        IndexedTopics built = next.poll(index, () -> {
            lastRound = System.nanoTime();
            return !stopping && recreated.isEmpty();
        });
        if (built != null) {
            IndexedTopics before = index;
            ListBooks known = books;
            index = built;
            books = known == null ? new ListBooks(settings, built.texts(), traces) : known.over(built.texts(), now);
            progress.again();
            if (before != null) {
                LOG.info(
                        "lists are computed with {} from now on",
                        built.texts().matcher().versions());
                before.close();
            }
            disk.deleteUnused();
        }
    }

    /** Takes a partition over, one in each round, and lets go of those that others own now. */
    private void keepPlace(IndexedTopics indexed, ListBooks current, Instant now) {
        ListMember place = member;
        if (place == null) {
            transactions.connect(); // ends what a process of the same name has left open
            Topics topics = cluster.topics();
            place = new ListMember(
                    cluster.clients(),
                    settings.group().id(),
                    settings.instance(),
                    List.of(topics.resumes(), topics.jobs()),
                    new GoneRecords("recommender", List.of(), registry),
                    registry);
            member = place;
        }
        place.poll(Duration.ZERO);
        Set<TopicPartition> owned = place.owned();
        Set<TopicPartition> left = place.left();
        for (ListTopic topic : lists) {
            for (TopicPartition partition : List.copyOf(kept)) {
                if (partition.topic().equals(topic.subjects())
                        && (!owned.contains(partition) || left.contains(partition))) {
                    current.revoke(topic.side(), partition.partition());
                    kept.remove(partition);
                }
            }
        }
        awaited.removeAll(left);
        Set<TopicPartition> taken = new HashSet<>(owned);
        taken.removeAll(kept);
        if (!awaited.containsAll(taken)) {
            place.fence(taken);
            indexed.expectPresent(); // no less than the previous owners can have read
            awaited.clear();
            awaited.addAll(taken);
        }
        if (taken.isEmpty() || !indexed.isCaughtUp()) {
            return;
        }
        progress.again();
        TopicPartition one = taken.iterator().next();
        for (ListTopic topic : lists) {
            if (one.topic().equals(topic.subjects())) {
                current.assign(topic.side(), one.partition(), standing(topic, one.partition()), now);
            }
        }
        awaited.remove(one);
        kept.add(one);
    }

    private Map<String, StandingList> standing(ListTopic topic, int partition) {
        return standing.read(new TopicPartition(topic.name(), partition), record -> {
            lastRound = System.nanoTime();
            return topic.read(record.headers(), record.value());
        });
    }

    /** Reads what stands, and compares again. */
    private void startOver(RuntimeException failure) throws InterruptedException {
        failures.tolerate(failure);
        meters.startedOver();
        if (disk.isLost(failure)) {
            rebuild();
        }
        transactions.close();
        forgetKept();
        if (!LoopFailures.isOfARebalance(failure)) {
            Thread.sleep(RETRY_AFTER.toMillis());
        }
        next.retry();
    }

    private void forgetKept() {
        ListBooks current = books;
        for (TopicPartition partition : kept) {
            for (ListTopic topic : lists) {
                if (current != null && partition.topic().equals(topic.subjects())) {
                    current.revoke(topic.side(), partition.partition());
                }
            }
        }
        kept.clear();
        awaited.clear();
    }

    /** Builds the indexes again, of topics that are not those that it knew. */
    private void rebuild() {
        leave();
        ready = false;
        IndexedTopics before = index;
        index = null;
        books = null;
        next.again(before);
    }

    private void leave() {
        forgetKept();
        ListMember place = member;
        member = null;
        if (place != null) {
            place.close();
        }
        transactions.close();
    }

    private void release() {
        watch.close();
        leave();
        ranking.close();
        next.close();
        if (index != null) {
            index.store();
            index.close();
        }
    }

    /** Ends {@link #run} soon. Any thread may call this. */
    @Override
    public void close() {
        stopping = true;
        watch.close();
        ListMember place = member;
        if (place != null) {
            place.wakeup();
        }
    }

    /** Whether the indexes have caught up, and it is in its group. Any thread may ask. */
    public boolean isReady() {
        return ready;
    }

    /** What is wrong with the topics that it reads; null if nothing is. Any thread may ask. */
    public @Nullable String problem() {
        return watch.problem();
    }

    /** When the last round began, by {@link System#nanoTime}. Any thread may ask. */
    public long lastRound() {
        return lastRound;
    }
}
