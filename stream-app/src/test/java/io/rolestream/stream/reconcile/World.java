package io.rolestream.stream.reconcile;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.schemas.testing.Votes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * A world around a {@link Reconciler}: records of {@code resumes}, a model labeller that votes on them in the order of
 * their offsets, and moves that say in which order all this reaches the reconciler, with time that passes, people who
 * answer, and restarts.
 *
 * @param records the records of the partition; a record's index is its offset
 * @param moves what happens; afterwards all that is left arrives and every deadline passes
 */
record World(List<Arrival> records, List<Move> moves) {
    static final ReconcilerSettings SETTINGS = settings(Duration.ofSeconds(90), Observing.NONE);
    /** No vote ever expires, so that every label of a trace follows from its inputs. */
    static final ReconcilerSettings WITHOUT_EXPIRY = settings(Duration.ofDays(1), Observing.NONE);
    /** As without expiry; the labeller of foreign votes is observed. */
    static final ReconcilerSettings OBSERVING =
            settings(Duration.ofDays(1), new Observing(List.of(World.FOREIGN), Duration.ofDays(1)));

    static final String FOREIGN = "nli";

    private static final List<String> ROLES = List.of("A", "B", "C", "Other");
    private static final List<String> RESUMES = List.of("r", "s", "t");
    private static final List<String> TEXTS = List.of("spark", "aws", "jira");

    /** What becomes of a record's vote. */
    enum Fate {
        ONE_VOTE,
        ABSTENTION,
        NO_VOTE,
        TWO_VOTES,
        FOREIGN_VOTE_FIRST
    }

    /**
     * One record of {@code resumes}; a null text forgets the resume.
     *
     * @param back where it is to be relabelled unless changed: of which earlier record of its resume it is a copy, 0
     *     the latest. None where it does not say. Its text is another one if another part is judged by now
     */
    record Arrival(
            String resumeId,
            @Nullable String text,
            Relabel relabel,
            @Nullable Integer back,
            Fate fate) {
        Arrival(String resumeId, String text, Relabel relabel, Fate fate) {
            this(resumeId, text, relabel, null, fate);
        }
    }

    sealed interface Move {}

    /** The next record of {@code resumes} arrives, if there is one left. */
    record NextResume() implements Move {}

    /** The next record of {@code label-votes} arrives, if there is one left; it may be ahead of its resume. */
    record NextVote() implements Move {}

    record Wait(int millis) implements Move {}

    record Expire(int atMost) implements Move {}

    record Restart() implements Move {}

    record Correct(String resumeId, @Nullable String text, String role) implements Move {}

    static Arbitrary<World> worlds() {
        Arbitrary<Arrival> arrivals = Combinators.combine(
                        Arbitraries.of(RESUMES),
                        Arbitraries.of(TEXTS).injectNull(0.1),
                        Arbitraries.frequency(
                                Tuple.of(4, Relabel.NO),
                                Tuple.of(1, Relabel.ALWAYS),
                                Tuple.of(4, Relabel.UNLESS_CHANGED)),
                        Arbitraries.of(0, 0, 1, 2).injectNull(0.3),
                        Arbitraries.of(Fate.class))
                .as(Arrival::new);
        Arbitrary<Move> moves = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(new NextResume())),
                Tuple.of(8, Arbitraries.just(new NextVote())),
                Tuple.of(
                        3,
                        Arbitraries.oneOf(
                                        Arbitraries.of(1, 29_999, 30_000, 90_000),
                                        Arbitraries.integers().between(1, 45_000))
                                .map(Wait::new)),
                Tuple.of(
                        4,
                        Arbitraries.frequency(Tuple.of(1, 1), Tuple.of(3, 100)).map(Expire::new)),
                Tuple.of(1, Arbitraries.just(new Restart())),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(RESUMES),
                                        Arbitraries.of(TEXTS).injectNull(0.5),
                                        Arbitraries.of(ROLES))
                                .as(Correct::new)));
        return Combinators.combine(arrivals.list().ofMaxSize(24), moves.list().ofMaxSize(80))
                .as(World::new);
    }

    static String hash(String text) {
        return Labelling.hash(text);
    }

    /** The version that the rules vote with on a text: names the text, so that a vote shows what it is on. */
    static String rulesOn(String hash) {
        return "rules on " + hash;
    }

    /** Lets everything happen. */
    Trace run(ReconcilerSettings settings) {
        return new Run(settings).all();
    }

    private static ReconcilerSettings settings(Duration earlyVoteRetention, Observing observing) {
        return new ReconcilerSettings(
                new DecisionPolicy(new Combination.Joint(), "Other"),
                Votes.MODEL,
                Duration.ofSeconds(30),
                earlyVoteRetention,
                observing,
                10,
                0);
    }

    /** The offset that a record names as its original. */
    private OptionalLong original(int offset) {
        Arrival record = records.get(offset);
        if (record.back() == null || record.relabel() != Relabel.UNLESS_CHANGED) {
            return OptionalLong.empty();
        }
        int[] earlier = IntStream.range(0, offset)
                .filter(each -> records.get(each).resumeId().equals(record.resumeId())
                        && records.get(each).text() != null)
                .toArray();
        int which = earlier.length - 1 - record.back();
        return which < 0 ? OptionalLong.empty() : OptionalLong.of(earlier[which]);
    }

    private List<LabelVote> votes() {
        List<LabelVote> votes = new ArrayList<>();
        for (int offset = 0; offset < records.size(); offset++) {
            Arrival record = records.get(offset);
            String text = record.text();
            if (text == null || record.fate() == Fate.NO_VOTE) {
                continue;
            }
            if (record.fate() == Fate.FOREIGN_VOTE_FIRST) {
                votes.add(vote(record.resumeId(), text, offset, votes.size(), FOREIGN, "A"));
            }
            String role = record.fate() == Fate.ABSTENTION ? null : ROLES.get(offset % ROLES.size());
            votes.add(vote(record.resumeId(), text, offset, votes.size(), Votes.MODEL, role));
            if (record.fate() == Fate.TWO_VOTES) {
                votes.add(vote(record.resumeId(), text, offset, votes.size(), Votes.MODEL, role));
            }
        }
        return votes;
    }

    private static LabelVote vote(
            String resumeId, String text, int offset, int serial, String labeller, @Nullable String role) {
        Vote.Builder vote = Vote.newBuilder(
                        role == null
                                ? Votes.model(null, 0f)
                                : Votes.weighted(
                                        0.5f,
                                        role,
                                        0.7f,
                                        Votes.score(role, Math.log(0.7)),
                                        Votes.score(ROLES.get((offset + 1) % ROLES.size()), Math.log(0.3))))
                .setLabeller(labeller)
                .setLabellerVersion("vote " + serial);
        return Votes.on(resumeId, hash(text), offset, vote.build());
    }

    private final class Run {
        private final MemoryState state = new MemoryState();
        private final Outcome.Recorder outcomes = new Outcome.Recorder();
        private final List<Trace.Step> steps = new ArrayList<>();
        private final Deque<LabelVote> votes = new ArrayDeque<>(votes());
        private Instant now = Labelling.START;
        private final ReconcilerSettings settings;
        private Reconciler reconciler;
        private int offset;

        Run(ReconcilerSettings settings) {
            this.settings = settings;
            this.reconciler = new Reconciler(settings, 0, state, outcomes, now);
        }

        Trace all() {
            note(new Trace.Start(), () -> {});
            moves.forEach(this::make);
            while (offset < records.size()) {
                nextResume();
            }
            while (!votes.isEmpty()) {
                nextVote();
            }
            now = now.plus(settings.earlyVoteRetention());
            expire(Integer.MAX_VALUE);
            now = now.plus(settings.earlyVoteRetention());
            expire(Integer.MAX_VALUE);
            if (state.pendingCount() > 0 || reconciler.awaiting() > 0) {
                throw new AssertionError("something is pending for ever");
            }
            return new Trace(List.copyOf(steps));
        }

        private void make(Move move) {
            if (move instanceof NextResume) {
                nextResume();
            } else if (move instanceof NextVote) {
                nextVote();
            } else if (move instanceof Wait wait) {
                now = now.plusMillis(wait.millis());
            } else if (move instanceof Expire expire) {
                expire(expire.atMost());
            } else if (move instanceof Restart) {
                note(new Trace.Start(), () -> reconciler = new Reconciler(settings, 0, state, outcomes, now));
            } else if (move instanceof Correct correct) {
                correct(correct);
            }
        }

        private void nextResume() {
            if (offset == records.size()) {
                return;
            }
            Arrival record = records.get(offset);
            String text = record.text();
            String resumeId = record.resumeId();
            if (text == null) {
                accept(new Trace.Forget(resumeId, offset), new Incoming.Forgotten(resumeId, offset));
            } else {
                Vote rules = Vote.newBuilder(Votes.rules("B", 0.6f, Votes.score("B", 1.5)))
                        .setLabellerVersion(rulesOn(hash(text)))
                        .build();
                ReadableResume resume = new ReadableResume(resumeId, text, true, hash(text), Labelling.SUBMITTED);
                accept(
                        new Trace.Resume(resumeId, hash(text), offset, record.relabel(), original(offset)),
                        new Incoming.Judged(resume, offset, rules, record.relabel(), original(offset)));
            }
            offset++;
        }

        private void nextVote() {
            LabelVote vote = votes.poll();
            if (vote != null) {
                accept(new Trace.Vote(vote), new Incoming.Voted(vote));
            }
        }

        private void correct(Correct correct) {
            String hash = correct.text() == null ? null : hash(correct.text());
            RoleCorrection correction = RoleCorrection.newBuilder()
                    .setResumeId(correct.resumeId())
                    .setContentHash(hash)
                    .setRole(correct.role())
                    .setReviewer("ada")
                    .setCorrectedAt(Labelling.START)
                    .build();
            accept(new Trace.Correct(correct.resumeId(), hash, correct.role()), new Incoming.Corrected(correction));
        }

        private void expire(int atMost) {
            note(new Trace.Expire(atMost), () -> reconciler.expire(now, atMost));
        }

        private void accept(Trace.Input input, Incoming incoming) {
            note(input, () -> reconciler.accept(incoming, now));
        }

        private void note(Trace.Input input, Runnable step) {
            boolean refused = false;
            try {
                step.run();
            } catch (UnusableRecordException e) {
                refused = true;
            }
            steps.add(new Trace.Step(input, now, refused, outcomes.take()));
        }
    }
}
