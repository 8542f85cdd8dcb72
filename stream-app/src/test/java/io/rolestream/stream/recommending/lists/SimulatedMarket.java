package io.rolestream.stream.recommending.lists;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Match;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.recommending.WordMatcher;
import io.rolestream.stream.recommending.book.BookSettings;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.index.AsOf;
import io.rolestream.stream.recommending.index.IndexChange;
import io.rolestream.stream.recommending.index.IndexedTexts;
import io.rolestream.stream.recommending.index.KnownDescription;
import io.rolestream.stream.recommending.index.KnownLabel;
import io.rolestream.stream.recommending.index.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Topics, a clock and a recommender without Kafka: what is sent is kept as a log, which a new index reads again; what
 * is written is kept as a log, which a new owner reads again.
 */
final class SimulatedMarket implements AutoCloseable {
    static final Duration LABEL_WAIT = Duration.ofSeconds(10);
    static final Duration DESCRIPTION_WAIT = Duration.ofSeconds(14);
    static final Duration REFRESH = Duration.ofSeconds(5);
    static final Duration SWEEP = Duration.ofMinutes(10);
    static final int TOP = 2;
    private static final int PARTITIONS = 2;

    /** Something written: a list, or null for a deletion. */
    record Written(Side side, ListKey key, @Nullable StandingList list, Instant at) {}

    private interface Input {
        void into(IndexedTexts texts, List<IndexChange> changes);
    }

    private final ListSettings settings = new ListSettings(
            new OwnGroup("g", "s", "g", null),
            null,
            "t",
            TOP,
            2,
            1,
            1_000,
            true,
            new BookSettings(LABEL_WAIT, DESCRIPTION_WAIT, REFRESH, SWEEP));
    private final Ranking ranking = new Ranking(TOP, 1, new ListMeters(new SimpleMeterRegistry(), Map.of()));
    /** Topics of texts, labels and descriptions: each is read in its order, but any may be read before the others. */
    private final List<Input> textLog = new ArrayList<>();

    private final List<Input> labelLog = new ArrayList<>();
    private final List<Input> descriptionLog = new ArrayList<>();
    private final Random order = new Random(1);
    private final List<Written> written = new ArrayList<>();
    /** What people know: the latest text, label and deadline of each id. */
    private final Map<Side, Map<String, KnownText>> known = new EnumMap<>(Map.of(
            Side.RESUME, new TreeMap<>(),
            Side.JOB, new TreeMap<>()));

    private final Map<String, Integer> revisions = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long offsets;
    private String version = "1";
    private IndexedTexts texts;
    private ListBooks books;

    SimulatedMarket() {
        texts = new IndexedTexts(new WordMatcher(version));
        books = new ListBooks(settings, texts, new ListTraces(Tracing.off()));
        own();
    }

    private void own() {
        for (Side side : Side.values()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                books.assign(side, partition, standing(side, partition), now);
            }
        }
    }

    Map<String, StandingList> standing(Side side, int partition) {
        Map<String, StandingList> standing = new HashMap<>();
        for (Written each : written) {
            if (each.side() == side && each.key().partition() == partition) {
                if (each.list() == null) {
                    standing.remove(each.key().id());
                } else {
                    standing.put(each.key().id(), each.list());
                }
            }
        }
        return standing;
    }

    private static int partition(String id) {
        return Math.floorMod(id.hashCode(), PARTITIONS);
    }

    /** A text is sent; it has no label yet, unless its latest label is of the same text. */
    void send(Side side, String id, String words, @Nullable Duration openFor) {
        Instant openUntil = side == Side.JOB && openFor != null ? now.plus(openFor) : null;
        String hash = words + openUntil;
        KnownText before = Objects.requireNonNull(known.get(side)).get(id);
        known.get(side).put(id, new KnownText(words, hash, openUntil, before));
        Origin origin = new Origin(partition(id), offsets++, now);
        take(
                textLog,
                (index, changes) ->
                        index.text(side, id, origin, hash, profile(index, side, id, words, openUntil), changes));
    }

    private static Profile profile(
            IndexedTexts index, Side side, String id, String words, @Nullable Instant openUntil) {
        WordMatcher matcher = (WordMatcher) index.matcher();
        return (side == Side.RESUME
                        ? matcher.profile(new Candidate(id, words, null, null), RoleBelief.unknown())
                        : matcher.profile(
                                new Posting(id, "", words, null, null, null, null, openUntil), RoleBelief.unknown()))
                .join();
    }

    /** The present text gets a label. */
    void label(Side side, String id, int role) {
        label(side, id, role, "rules@1");
    }

    void label(Side side, String id, int role, String ruleSet) {
        KnownText text = Objects.requireNonNull(known.get(side)).get(id);
        if (text == null) {
            return;
        }
        float[] probabilities = new float[Taxonomy.standard().size()];
        probabilities[role] = 1;
        RoleBelief belief = new RoleBelief(probabilities);
        known.get(side).put(id, text.withLabel(belief));
        KnownLabel label = new KnownLabel(
                text.hash(), revisions.merge(side + id, 1, Integer::sum), belief, false, ruleSet, "", now);
        take(labelLog, (index, changes) -> index.label(side, id, partition(id), label, changes));
    }

    /** The generator says something of the present text of a resume: a description, or that there is none if empty. */
    void describe(String id, String words) {
        KnownText text = Objects.requireNonNull(known.get(Side.RESUME)).get(id);
        if (text != null) {
            known.get(Side.RESUME).put(id, text.withDescription(words));
            WrittenDescription described =
                    written(Profiler.contentHash(new Candidate(id, text.words(), null, null)), words);
            take(
                    descriptionLog,
                    (index, changes) -> index.describe(id, partition(id), description(index, described), changes));
        }
    }

    private static WrittenDescription written(String hash, String words) {
        return WrittenDescription.newBuilder()
                .setContentHash(hash)
                .setOutcome(words.isEmpty() ? DescriptionOutcome.FAILED : DescriptionOutcome.FINISHED)
                .setDescription(words.isEmpty() ? null : words)
                .setGeneratorVersion("g1")
                .build();
    }

    private static KnownDescription description(IndexedTexts index, WrittenDescription written) {
        String text = written.getDescription();
        return KnownDescription.of(
                written,
                0,
                text == null
                        ? null
                        : ((WordMatcher) index.matcher())
                                .profile(new GeneratedDescription(text, "g1", 0, true))
                                .join());
    }

    void delete(Side side, String id) {
        Objects.requireNonNull(known.get(side)).remove(id);
        take(textLog, (index, changes) -> index.remove(side, id, partition(id), changes));
        take(
                labelLog,
                (index, changes) -> index.label(side, id, partition(id), null, changes)); // by the service that labels
        if (side == Side.RESUME) {
            take(descriptionLog, (index, changes) -> index.describe(id, partition(id), null, changes));
        }
    }

    private void take(List<Input> log, Input input) {
        log.add(input);
        List<IndexChange> changes = new ArrayList<>();
        input.into(texts, changes);
        apply(changes);
    }

    private void apply(List<IndexChange> changes) {
        texts.close(now, changes);
        texts.refresh(AsOf.NOTHING);
        books.apply(changes, now);
    }

    /** Time passes, in small steps, in which the recommender works. */
    void pass(Duration time) throws InterruptedException {
        Instant end = now.plus(time);
        work();
        while (now.isBefore(end)) {
            Instant step = now.plusMillis(500);
            now = step.isBefore(end) ? step : end;
            work();
        }
    }

    private void work() throws InterruptedException {
        apply(new ArrayList<>());
        for (Side side : Side.values()) {
            List<DueList> due = books.take(side, now, 3);
            while (!due.isEmpty()) {
                settle(side, due);
                due = books.take(side, now, 3);
            }
        }
    }

    private void settle(Side side, List<DueList> due) throws InterruptedException {
        List<DueList> toRank = new ArrayList<>();
        for (DueList list : due) {
            if (list.subject() != null) {
                toRank.add(list);
            } else if (books.book(side).settleGone(list)) {
                written.add(new Written(side, list.key(), null, now));
            }
        }
        List<ComputedList> ranked = ranking.rank(texts, side, toRank, now);
        for (int i = 0; i < toRank.size(); i++) {
            StandingList standing = standing(ranked.get(i));
            OptionalInt revision = books.book(side).settle(toRank.get(i), standing, now);
            if (revision.isPresent()) {
                written.add(new Written(
                        side,
                        toRank.get(i).key(),
                        new StandingList(
                                revision.getAsInt(),
                                standing.contentHash(),
                                standing.labelRevision(),
                                standing.description(),
                                standing.versions(),
                                standing.ids(),
                                standing.digest()),
                        now));
            }
        }
    }

    private static StandingList standing(ComputedList list) {
        return ListTexts.standing(
                1,
                list.subject().contentHash(),
                list.subject().labelRevision(),
                list.description(),
                list.versions(),
                list.role(),
                list.matches());
    }

    /** The process is killed and started again: only the topics remain. */
    void restart() {
        texts = readAgain();
        books = new ListBooks(settings, texts, new ListTraces(Tracing.off()));
        own();
    }

    /** A partition goes to another member, and comes back. */
    void rebalance(int partition) {
        for (Side side : Side.values()) {
            books.revoke(side, partition);
            books.assign(side, partition, standing(side, partition), now);
        }
    }

    /** Another version of the matcher takes over. */
    void swap(String next) {
        version = next;
        IndexedTexts again = readAgain();
        books = books.over(again, now);
        texts = again;
    }

    /** A new index of all logs, read in turns as it happens. */
    private IndexedTexts readAgain() {
        IndexedTexts again = new IndexedTexts(new WordMatcher(version));
        List<IndexChange> changes = new ArrayList<>();
        double labelsFirst = order.nextDouble();
        Iterator<Input> some = descriptionLog.iterator();
        int text = 0;
        int label = 0;
        while (text < textLog.size() || label < labelLog.size()) {
            if (some.hasNext() && order.nextInt(3) == 0) {
                some.next().into(again, changes);
            } else if (text == textLog.size() || (label < labelLog.size() && order.nextDouble() < labelsFirst)) {
                labelLog.get(label++).into(again, changes);
            } else {
                textLog.get(text++).into(again, changes);
            }
        }
        some.forEachRemaining(input -> input.into(again, changes));
        again.close(now, changes);
        again.refresh(AsOf.NOTHING);
        return again;
    }

    Instant now() {
        return now;
    }

    List<Written> written() {
        return written;
    }

    /** The lists as they should stand now, computed from what people know and nothing else. */
    Map<ListKey, List<String>> expected(Side side) {
        WordMatcher matcher = new WordMatcher(version);
        IndexedTexts oracle = new IndexedTexts(matcher);
        List<IndexChange> ignored = new ArrayList<>();
        for (Side each : Side.values()) {
            Objects.requireNonNull(known.get(each)).forEach((id, text) -> {
                Origin origin = new Origin(partition(id), 0, now);
                Profile profile = profile(oracle, each, id, text.words(), text.openUntil());
                oracle.text(each, id, origin, text.hash(), profile, ignored);
                if (text.label() != null) {
                    KnownLabel label = new KnownLabel(text.hash(), 1, text.label(), false, "", "", now);
                    oracle.label(each, id, partition(id), label, ignored);
                }
            });
        }
        oracle.refresh(AsOf.NOTHING);
        Map<ListKey, List<String>> lists = new HashMap<>();
        Objects.requireNonNull(known.get(side)).forEach((id, text) -> {
            if (text.openUntil() == null || now.isBefore(text.openUntil())) {
                MatchFilter filter = side == Side.RESUME ? MatchFilter.openAt(now) : MatchFilter.none();
                Profile profile = Objects.requireNonNull(oracle.profile(side, id));
                String words = text.description();
                KnownDescription described = words == null || words.isEmpty()
                        ? null
                        : description(oracle, written(profile.contentHash(), words));
                List<Match> matches = MatchEvents.of(
                        described == null
                                ? matcher.rank(profile, oracle.index(side.other()), filter, TOP)
                                : matcher.rank(
                                                profile,
                                                Objects.requireNonNull(described.text()),
                                                oracle.index(side.other()),
                                                filter,
                                                TOP)
                                        .matches());
                lists.put(
                        new ListKey(partition(id), id),
                        matches.stream().map(Match::getId).toList());
            }
        });
        return lists;
    }

    /** The lists as they stand. */
    Map<ListKey, List<String>> actual(Side side) {
        Map<ListKey, List<String>> lists = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int number = partition;
            standing(side, partition).forEach((id, list) -> lists.put(new ListKey(number, id), list.ids()));
        }
        return lists;
    }

    @Override
    public void close() {
        ranking.close();
    }
}
