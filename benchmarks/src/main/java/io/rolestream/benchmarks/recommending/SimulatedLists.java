package io.rolestream.benchmarks.recommending;

import io.rolestream.events.MatchCause;
import io.rolestream.stream.recommending.book.BookSettings;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.book.RecommendationBook;
import io.rolestream.stream.recommending.book.StandingList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The lists of one direction in a simulated market, with a clock of its own that goes on by whole seconds. Every list
 * that is due is computed at once; its results are drawn at random.
 *
 * <p>Some of the others are more popular: the results of a list, and the lists that a change reaches, are drawn by
 * Zipf's law with the exponent 1/2, so the first percent of them has a tenth of all places.
 */
final class SimulatedLists {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TOP = 10;
    /** {@code recommend.reach} by words, and as many by vectors. */
    private static final int REACH = 200;

    private static final int PARTITION = 0;
    private static final String VERSIONS = "matcher@00000000";

    private final RecommendationBook book;
    private final BookSettings settings;
    private final int others;
    private final double differing;
    private final Random random;
    /** Of each subject: how often its text has changed, how often its results have, when its list was computed. */
    private final int[] contents;

    private final int[] results;
    private final int[] computedAt;

    private final Map<MatchCause, Long> due = new EnumMap<>(MatchCause.class);
    private long swept;
    private long written;
    private int second;

    /**
     * A list stands for each subject, and nothing is due yet.
     *
     * @param differing the share of lists computed because of others, or without a known reason, that differ
     */
    SimulatedLists(BookSettings settings, int subjects, int others, double differing, long seed) {
        this.settings = settings;
        this.others = others;
        this.differing = differing;
        this.random = new Random(seed);
        this.contents = new int[subjects];
        this.results = new int[subjects];
        this.computedAt = new int[subjects];
        this.book = new RecommendationBook(settings, (id, at) -> true);
        Map<String, StandingList> standing = new HashMap<>();
        List<ListSubject> known = new ArrayList<>(subjects);
        for (int i = 0; i < subjects; i++) {
            known.add(subject(i));
            standing.put(id(i), list(i));
        }
        book.assign(PARTITION, standing, known, VERSIONS, START);
    }

    /** Computes each list once, evenly over a sweep interval, so that the sweeps after it come evenly too. */
    void sweepOnce() {
        int seconds = (int) settings.sweepInterval().toSeconds();
        int left = contents.length;
        for (; second < seconds; second++) {
            int share = left / (seconds - second);
            book.take(now(), share).forEach(this::settle);
            left -= share;
        }
        due.clear();
        swept = 0;
        written = 0;
    }

    /** So many subjects change, and so many of the others. */
    void change(int count) {
        for (int i = 0; i < count; i++) {
            int subject = random.nextInt(contents.length);
            contents[subject]++;
            book.put(subject(subject), now());
            List<ListKey> reached = new ArrayList<>(REACH);
            for (int j = 0; j < REACH; j++) {
                reached.add(new ListKey(PARTITION, id(popular(contents.length))));
            }
            book.otherChanged(id(random.nextInt(others)), now());
            book.reached(reached, MatchCause.OTHER_ADDED, now());
        }
    }

    /** So many of the others leave. */
    void leave(int count) {
        for (int i = 0; i < count; i++) {
            book.otherGone(id(random.nextInt(others)), now());
        }
    }

    /** Computes what is due, and goes on to the next second. Returns how many lists that were. */
    int computeDue() {
        List<DueList> taken = book.take(now(), Integer.MAX_VALUE);
        taken.forEach(this::settle);
        second++;
        return taken.size();
    }

    /** The number of lists that were due for a reason. Without a known reason they are {@linkplain #swept}. */
    long due(MatchCause cause) {
        return due.getOrDefault(cause, 0L);
    }

    long swept() {
        return swept;
    }

    long written() {
        return written;
    }

    /** The number of all lists that were due. */
    long all() {
        return swept + due.values().stream().mapToLong(Long::longValue).sum();
    }

    private void settle(DueList list) {
        int subject = Integer.parseInt(list.key().id().substring(id(0).length() - 1));
        Instant sweep = START.plusSeconds(computedAt[subject]).plus(settings.sweepInterval());
        if (list.cause() == MatchCause.OTHER_CHANGED && list.due().equals(sweep)) {
            swept++;
        } else {
            due.merge(list.cause(), 1L, Long::sum);
        }
        boolean surely = list.cause() == MatchCause.CHANGED || list.cause() == MatchCause.OTHER_GONE;
        if (surely || random.nextDouble() < differing) {
            results[subject]++;
        }
        computedAt[subject] = second;
        written += book.settle(list, list(subject), now()).isPresent() ? 1 : 0;
    }

    private Instant now() {
        return START.plusSeconds(second);
    }

    private ListSubject subject(int number) {
        return new ListSubject(new ListKey(PARTITION, id(number)), number, hash(number), 1, false, START, null);
    }

    private String hash(int number) {
        return "%016x%016x".formatted(number, contents[number]);
    }

    private StandingList list(int number) {
        Random drawn = new Random(31L * number + results[number]);
        List<String> ids = new ArrayList<>(TOP);
        for (int i = 0; i < TOP; i++) {
            double share = drawn.nextDouble();
            ids.add(id((int) (others * share * share)));
        }
        return new StandingList(1, hash(number), 1, VERSIONS, ids, "%016x".formatted(drawn.nextLong()));
    }

    private int popular(int count) {
        double share = random.nextDouble();
        return (int) (count * share * share);
    }

    private static String id(int number) {
        return "generated-" + number;
    }
}
