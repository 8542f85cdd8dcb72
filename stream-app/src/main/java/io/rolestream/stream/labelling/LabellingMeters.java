package io.rolestream.stream.labelling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.reading.ClaimedTime.Finding;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.reconcile.Outcomes.IgnoredBecause;
import io.rolestream.stream.reconcile.Reconciler;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the labelling service, for all tasks of this process. Thread-safe. A count costs one look-up in a small
 * map and one addition; meters are created on first use.
 */
final class LabellingMeters {
    /** More keywords than a rule set has; a rule set that another takes the place of mostly has the same ones. */
    static final int MOST_KEYWORDS = 2_000;

    /** Roles that have meters of their own: all, or the first to be labelled of more. */
    static final int MOST_ROLES = 100;

    private static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final Counter readable;
    private final Counter forgotten;
    private final Counter unreadable;
    private final Counter degraded;
    private final Counter revised;
    private final Counter comparisons;
    private final Timer latency;
    private final Map<UnreadableReason, Counter> deadLetters;
    private final Map<Finding, Counter> unusualTimes;
    private final Map<IgnoredBecause, Counter> ignored;
    private final Map<DisagreementKind, Counter> disagreements;
    private final Map<Decider, Map<String, Counter>> labels = new EnumMap<>(Decider.class);
    private final Set<String> roles = ConcurrentHashMap.newKeySet();
    private final Map<String, Keyword> keywords = new ConcurrentHashMap<>();
    private final Set<Reconciler> reconcilers = ConcurrentHashMap.newKeySet();

    private record Keyword(Counter comparisons, Counter disagreements) {}

    /** Makes all meters whose tags are known: Prometheus cannot see that a counter which begins at 1 was counted up. */
    LabellingMeters(MeterRegistry registry, Topics topics, Taxonomy taxonomy) {
        this.registry = registry;
        readable = Metric.RESUMES.counter(registry, "readable");
        forgotten = Metric.RESUMES.counter(registry, "forgotten");
        unreadable = Metric.RESUMES.counter(registry, "unreadable");
        degraded = Metric.LABELS_DEGRADED.counter(registry);
        revised = Metric.LABELS_REVISED.counter(registry);
        comparisons = Metric.COMPARISONS.counter(registry);
        latency = Metric.LABEL_LATENCY.times(registry);
        deadLetters = counters(
                UnreadableReason.class,
                reason -> Metric.DEAD_LETTERS.counter(registry, topics.resumes(), reason.code()));
        unusualTimes = counters(
                Finding.class,
                finding -> finding.isUnusual() ? Metric.UNUSUAL_TIMES.counter(registry, finding.code()) : null);
        ignored = counters(IgnoredBecause.class, reason -> Metric.IGNORED.counter(registry, code(reason)));
        disagreements = counters(
                DisagreementKind.class,
                kind -> kind == DisagreementKind.UNCERTAIN ? null : Metric.DISAGREEMENTS.counter(registry, code(kind)));
        for (Decider decider : Decider.values()) {
            labels.put(decider, new ConcurrentHashMap<>());
        }
        for (Decider decider : List.of(Decider.RULE, Decider.MODEL, Decider.HUMAN)) {
            if (taxonomy.size() <= MOST_ROLES) {
                taxonomy.names().forEach(role -> labels(decider, role));
            } else {
                Metric.LABELS.counter(registry, OTHERS, code(decider));
            }
        }
        DeadLetterMeters.register(registry, topics);
        Metric.AWAITING.gauge(
                registry,
                reconcilers,
                those -> those.stream().mapToInt(Reconciler::awaiting).sum());
    }

    /** @param counter returns null for what is not counted */
    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, @Nullable Counter> counter) {
        Map<E, Counter> counters = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            @Nullable Counter made = counter.apply(value);
            if (made != null) {
                counters.put(value, made);
            }
        }
        return counters;
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A record of {@code resumes} was read. */
    void read(Reading<ReadableResume> reading) {
        if (reading instanceof Reading.Readable<ReadableResume> resume) {
            readable.increment();
            increment(unusualTimes, resume.claimed());
        } else if (reading instanceof Reading.Unreadable<ReadableResume> wrong) {
            unreadable.increment();
            increment(deadLetters, wrong.reason());
        } else if (reading instanceof Reading.Forget<ReadableResume>) {
            forgotten.increment();
        } else {
            throw new AssertionError(reading.getClass());
        }
    }

    /**
     * A label was decided.
     *
     * @param since when the resume was written or, of a degraded label, when the rules voted on it; milliseconds since
     *     1970
     */
    void labelled(LabelledRole label, long since) {
        labels(label.getDecidedBy(), label.getRole()).increment();
        if (label.getRevision() > 1) {
            revised.increment();
        }
        if (label.getDegraded()) {
            degraded.increment();
        }
        if (label.getDecidedBy() != Decider.HUMAN) {
            latency.record(Math.max(0, label.getLabelledAt().toEpochMilli() - since), TimeUnit.MILLISECONDS);
        }
        recorded(label);
        Vote rules = label.getRuleVote();
        Vote model = label.getModelVote();
        if (rules != null && model != null && model.getRole() != null) {
            comparisons.increment();
            for (Evidence evidence : rules.getEvidence()) {
                keyword(evidence.getKeyword()).comparisons().increment();
            }
        }
    }

    /** Observed votes came with a label, besides those that an earlier revision had. */
    void recorded(LabelledRole label) {
        label.getObservedVotes().stream().skip(label.getObservedBefore()).forEach(vote -> observed(vote, label));
    }

    private void observed(Vote vote, LabelledRole label) {
        String outcome =
                vote.getRole() == null ? "abstains" : vote.getRole().equals(label.getRole()) ? "agrees" : "differs";
        Metric.OBSERVED_VOTES.counter(registry, vote.getLabeller(), outcome).increment();
    }

    /** Rules and model disagree on a label; one that is only uncertain is not counted. */
    void disagreed(LabelDisagreement disagreement) {
        if (disagreement.getKind() == DisagreementKind.UNCERTAIN) {
            return;
        }
        increment(disagreements, disagreement.getKind());
        Vote rules = disagreement.getRuleVote();
        if (rules != null) {
            for (Evidence evidence : rules.getEvidence()) {
                keyword(evidence.getKeyword()).disagreements().increment();
            }
        }
    }

    /** A record changes nothing. */
    void ignored(IgnoredBecause reason) {
        increment(ignored, reason);
    }

    private Counter labels(Decider decider, String role) {
        return Objects.requireNonNull(labels.get(decider))
                .computeIfAbsent(role, name -> Metric.LABELS.counter(registry, shown(name), code(decider)));
    }

    private String shown(String role) {
        boolean hasMeters = roles.contains(role) || (roles.size() < MOST_ROLES && roles.add(role));
        return hasMeters ? role : OTHERS;
    }

    private Keyword keyword(String name) {
        Keyword known = keywords.get(name);
        if (known != null) {
            return known;
        }
        String shown = keywords.size() < MOST_KEYWORDS ? name : OTHERS;
        return keywords.computeIfAbsent(
                shown,
                tag -> new Keyword(
                        Metric.KEYWORD_COMPARISONS.counter(registry, tag),
                        Metric.KEYWORD_DISAGREEMENTS.counter(registry, tag)));
    }

    private static <E extends Enum<E>> void increment(Map<E, Counter> counters, E value) {
        @Nullable Counter counter = counters.get(value);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A task has begun; what it has waiting is counted. */
    void begun(Reconciler reconciler) {
        reconcilers.add(reconciler);
    }

    /** A task has ended. */
    void ended(Reconciler reconciler) {
        reconcilers.remove(reconciler);
    }
}
