package io.rolestream.stream.reconcile;

import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Relabel;
import io.rolestream.schemas.testing.Votes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Reconciler} with its state, a clock, and records to feed it. The rules vote for the role
 * {@value #RULES_ROLE} on every text, and the model decides where it votes.
 */
final class Labelling {
    static final String RULES_ROLE = "Data Engineer";
    static final String MODEL_ROLE = "Cloud Engineer";
    static final Duration MOMENT = Duration.ofMillis(1);
    static final Duration DEADLINE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofHours(1);
    static final Duration OBSERVED_RETENTION = Duration.ofHours(2);
    static final int PARTITION = 3;
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant SUBMITTED = Instant.parse("2025-12-24T12:00:00Z");

    final MemoryState state = new MemoryState();
    final Outcome.Recorder outcomes = new Outcome.Recorder();
    private final ReconcilerSettings settings;
    private Reconciler reconciler;
    private Instant now = START;
    private long nextOffset;

    Labelling(ReconcilerSettings settings) {
        this.settings = settings;
        this.reconciler = new Reconciler(settings, PARTITION, state, outcomes, now);
    }

    static Labelling withModel() {
        return new Labelling(settings(Votes.MODEL, 20));
    }

    static Labelling withRulesOnly() {
        return new Labelling(settings(null, 20));
    }

    /** With a model, if wanted, and labellers that are observed. */
    static Labelling observing(@Nullable String modelLabeller, String... labellers) {
        ReconcilerSettings usual = settings(modelLabeller, 20);
        return new Labelling(new ReconcilerSettings(
                usual.policy(),
                modelLabeller,
                DEADLINE,
                RETENTION,
                new Observing(List.of(labellers), OBSERVED_RETENTION),
                20,
                0));
    }

    static ReconcilerSettings settings(@Nullable String modelLabeller, int excerptChars) {
        return new ReconcilerSettings(
                new DecisionPolicy(new Combination.ModelDecides(), "Other"),
                modelLabeller,
                DEADLINE,
                RETENTION,
                Observing.NONE,
                excerptChars,
                0);
    }

    static String hash(String text) {
        return "%032x".formatted(text.hashCode() & 0xffffffffL);
    }

    /** Takes a resume in; returns its offset. */
    long resume(String resumeId, String text) {
        return resume(resumeId, text, Relabel.NO);
    }

    /** Takes a resume with a request to label it again; returns its offset. */
    long relabel(String resumeId, String text) {
        return resume(resumeId, text, Relabel.ALWAYS);
    }

    /** Takes an old record in that is to be labelled again unless its resume has changed; returns its offset. */
    long relabelUnlessChanged(String resumeId, String text) {
        return resume(resumeId, text, Relabel.UNLESS_CHANGED);
    }

    /** As that, with the offset of the original; the text differs where another part is judged. Returns its offset. */
    long copy(String resumeId, String text, long original) {
        return resume(resumeId, text, Relabel.UNLESS_CHANGED, OptionalLong.of(original));
    }

    private long resume(String resumeId, String text, Relabel relabel) {
        return resume(resumeId, text, relabel, OptionalLong.empty());
    }

    private long resume(String resumeId, String text, Relabel relabel, OptionalLong original) {
        ReadableResume resume = new ReadableResume(resumeId, text, true, hash(text), SUBMITTED);
        Vote rules = Votes.rules(RULES_ROLE, 0.6f, Votes.score(RULES_ROLE, 3));
        long offset = nextOffset++;
        reconciler.accept(new Incoming.Judged(resume, offset, rules, relabel, original), now);
        return offset;
    }

    /** The offset that the next resume will have. */
    long nextOffset() {
        return nextOffset;
    }

    void vote(String resumeId, String text, long offset, @Nullable String role) {
        vote(resumeId, text, offset, Votes.model(role, role == null ? 0f : 0.9f));
    }

    void vote(String resumeId, String text, long offset, Vote vote) {
        reconciler.accept(new Incoming.Voted(Votes.on(resumeId, hash(text), offset, vote)), now);
    }

    /** A person's answer on one text, or on whatever is current where that is null. */
    void correct(String resumeId, @Nullable String text, String role) {
        reconciler.accept(
                new Incoming.Corrected(RoleCorrection.newBuilder()
                        .setResumeId(resumeId)
                        .setContentHash(text == null ? null : hash(text))
                        .setRole(role)
                        .setReviewer("ada")
                        .setCorrectedAt(START)
                        .build()),
                now);
    }

    void forget(String resumeId) {
        reconciler.accept(new Incoming.Forgotten(resumeId, nextOffset++), now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void expire(int atMost) {
        reconciler.expire(now, atMost);
    }

    /** Lets time pass, then expires what is due. */
    void expireAfter(Duration time) {
        pass(time);
        expire(1_000);
    }

    /** A new instance over the same state, started now. */
    void restart() {
        reconciler = new Reconciler(settings, PARTITION, state, outcomes, now);
    }

    /** A new instance, as after the topic was deleted and created again. */
    void startOver() {
        nextOffset = 0;
        restart();
    }

    int awaiting() {
        return reconciler.awaiting();
    }

    Instant now() {
        return now;
    }
}
