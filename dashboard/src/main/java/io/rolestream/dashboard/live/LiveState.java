package io.rolestream.dashboard.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.dashboard.health.Backlog;
import io.rolestream.dashboard.health.GroupProgress;
import io.rolestream.dashboard.health.LastMinute;
import io.rolestream.dashboard.health.SystemHealth;
import io.rolestream.dashboard.health.SystemHealth.Signs;
import io.rolestream.dashboard.labels.LabelFilter;
import io.rolestream.dashboard.labels.LabelNews;
import io.rolestream.dashboard.labels.LabelsPart;
import io.rolestream.dashboard.live.Confusion.ConfusionPart;
import io.rolestream.dashboard.live.DeadLetters.Letter;
import io.rolestream.dashboard.live.FlowHistory.FlowPart;
import io.rolestream.dashboard.live.FlowHistory.Measure;
import io.rolestream.dashboard.live.LatencyWindow.Percentiles;
import io.rolestream.dashboard.live.StatusPart.Counters;
import io.rolestream.dashboard.live.StatusPart.Rates;
import io.rolestream.dashboard.live.StatusPart.Voters;
import io.rolestream.dashboard.training.Trainers;
import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.Vote;
import io.rolestream.events.WorkerStatus;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.ClaimedTime;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The current state of the stream: everything the page shows, aggregated from records.
 *
 * <p>Memory is bounded, and a record costs a few look-ups in hash maps. One thread adds records, another requests
 * updates once a second, and requests look things up: methods are synchronized, and none takes long.
 *
 * <p>Records from before the start are read first, as far back as the feed goes: they fill the windows by their own
 * times. Only records read live give latencies.
 */
public final class LiveState {
    private static final long SECOND = 1_000;
    private static final int MINUTE = 60;

    private static final int RATE_SECONDS = 10;

    private static final int DELTA_SECONDS = 10;

    private final Supplier<RuleSet> rules;
    private final @Nullable String model;
    private final boolean withText;
    private final FlowHistory flow = new FlowHistory();
    private final LatencyWindow latency = new LatencyWindow();
    private final ResumeTimes times = new ResumeTimes();
    private final RoleFlow roles;
    private final Confusion confusion;
    private final ObservedLabellers observed;
    private final RecentCases cases = new RecentCases();
    private final LabelNews news;
    private final KeywordHealth keywords = new KeywordHealth();
    private final DeadLetters deadLetters = new DeadLetters();
    private final Models models;
    private final Trainers trainers = new Trainers();
    private Percentiles percentiles = new Percentiles(FlowHistory.UNKNOWN, FlowHistory.UNKNOWN);
    private final GroupProgress resumesRead = new GroupProgress();
    private final GroupProgress votesRead = new GroupProgress();
    private Backlog backlog = Backlog.NONE;
    private String feedTrouble = "";
    private long heardAt = FlowHistory.UNKNOWN;
    private long unreadable;
    private long skipped;
    private long closedBefore;

    /**
     * @param model the model whose votes are awaited; null if only the rules vote
     * @param observed the labellers whose votes are recorded
     * @param trusted whose signature announcements of versions must have; null believes all
     * @param withText whether texts may be kept and shown
     */
    public LiveState(
            Taxonomy taxonomy,
            Supplier<RuleSet> rules,
            @Nullable String model,
            List<String> observed,
            @Nullable PublicKey trusted,
            boolean withText) {
        this.rules = rules;
        this.model = model;
        this.withText = withText;
        this.roles = new RoleFlow(taxonomy.names());
        this.confusion = new Confusion(taxonomy.names(), taxonomy.fallback().name());
        this.observed = new ObservedLabellers(taxonomy, observed);
        this.models = new Models(model, trusted);
        this.news = new LabelNews(taxonomy.fallback().name());
    }

    /** When a record was read, and whether it is new or was there before the start. */
    public record Read(long nowMillis, boolean live) {
        private long second(long ownMillis) {
            return at(ownMillis) / SECOND;
        }

        /** A record's own time, unless its clock is ahead of this one. */
        private long at(long ownMillis) {
            return live ? nowMillis : Math.min(ownMillis, nowMillis);
        }
    }

    public synchronized void resume(int partition, long offset, long timestamp, Read read) {
        heardAt = read.nowMillis();
        flow.add(Measure.RESUMES, read.second(timestamp), 1);
        if (read.live()) {
            times.resume(partition, offset, ClaimedTime.possibleOr(timestamp, read.nowMillis()));
        }
    }

    /** Adds a label; null if the resume was deleted. */
    public synchronized void label(String resumeId, @Nullable LabelledRole label, Read read) {
        heardAt = read.nowMillis();
        if (label == null) {
            cases.remove(resumeId);
            observed.remove(resumeId);
            keywords.forget(resumeId);
            news.forget(resumeId);
            deadLetters.forget(resumeId);
            return;
        }
        long own = label.getLabelledAt().toEpochMilli();
        long second = read.second(own);
        long at = read.at(own);
        observed.add(label, at);
        if (label.getRepeatsDecision()) {
            return;
        }
        flow.add(Measure.LABELS, second, 1);
        news.label(label, at);
        roles.add(label.getRole(), label.getDecidedBy(), at);
        Vote ruleVote = label.getRuleVote();
        if (label.getDecidedBy() == Decider.HUMAN) {
            keywords.corrected(resumeId, label.getContentHash(), label.getRole(), at);
            return;
        }
        flow.add(Measure.DEGRADED, second, label.getDegraded() ? 1 : 0);
        if (read.live()) {
            times.label(
                    label.getResumePartition(),
                    label.getResumeOffset(),
                    read.nowMillis(),
                    millis -> latency.add(read.nowMillis() / SECOND, millis));
        }
        Vote modelVote = label.getModelVote();
        if (ruleVote != null) {
            keywords.voted(ruleVote, modelVote, rules.get(), at);
            if (modelVote != null && modelVote.getRole() != null) {
                Cell cell = new Cell(Case.role(ruleVote), modelVote.getRole());
                confusion.add(cell, at);
                flow.add(Measure.COMPARED, second, 1);
                flow.add(Measure.DISAGREED, second, confusion.differs(cell) ? 1 : 0);
            }
        }
    }

    /** Adds a disagreement; null if the resume was deleted. */
    public synchronized void disagreement(String resumeId, @Nullable LabelDisagreement disagreement) {
        if (disagreement == null) {
            cases.remove(resumeId);
            return;
        }
        Case shown = Case.of(disagreement, withText);
        Vote ruleVote = disagreement.getRuleVote();
        if (disagreement.getKind() == DisagreementKind.UNCERTAIN) {
            cases.remove(resumeId);
        } else {
            cases.add(shown);
            if (ruleVote != null) {
                keywords.doubted(resumeId, shown.contentHash(), ruleVote, rules.get());
            }
        }
    }

    /** Adds a person's answer; null if it was withdrawn. */
    public synchronized void correction(String resumeId, @Nullable RoleCorrection correction) {
        news.correction(resumeId, correction);
    }

    /** Adds a dead letter; its message may quote the record. */
    public synchronized void deadLetter(String key, String reason, String message, long timestamp, Read read) {
        flow.add(Measure.DEAD_LETTERS, read.second(timestamp), 1);
        deadLetters.add(new Letter(key, reason, withText ? message : null, read.at(timestamp)), read.nowMillis());
    }

    public synchronized void version(String key, @Nullable ModelVersion version, Headers headers, long offset) {
        models.version(key, version, headers, offset);
    }

    public synchronized void trainer(String id, @Nullable TrainerStatus status) {
        trainers.report(id, status);
    }

    public synchronized void worker(String id, @Nullable WorkerStatus status) {
        models.worker(id, status);
    }

    /** Sets the consumers' lag. */
    public synchronized void backlog(Backlog now, long nowMillis) {
        heardAt = nowMillis;
        backlog = now;
        resumesRead.at(now.stream(), now.resumesRead(), nowMillis);
        votesRead.at(now.votes(), now.votesRead(), nowMillis);
    }

    /** @param trouble why topics cannot be read; empty if they can */
    public synchronized void feed(String trouble) {
        feedTrouble = trouble;
    }

    public synchronized void unreadable() {
        unreadable++;
    }

    /** Counts labels skipped because the dashboard could not keep up. */
    public synchronized void skipped(long labels) {
        skipped += labels;
    }

    /** Closes the seconds that have passed; called once a second. */
    public synchronized void tick(long nowMillis) {
        long second = nowMillis / SECOND;
        times.settle(nowMillis, millis -> latency.add(second - 1, millis));
        percentiles = latency.before(second);
        for (long passed = Math.max(closedBefore, second - MINUTE); passed < second; passed++) {
            flow.gauges(passed, percentiles.p50(), percentiles.p99(), backlog(nowMillis).stream());
        }
        closedBefore = second;
    }

    /**
     * The parts of the page that change every second.
     *
     * @param streamState the state of this instance's labelling service, in words
     */
    public synchronized Map<String, Object> everySecond(long nowMillis, String streamState, boolean streamRunning) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("status", status(nowMillis, streamState, streamRunning));
        parts.put("labels", news.newest(nowMillis));
        parts.put("flow", flow.latest(nowMillis / SECOND, DELTA_SECONDS));
        parts.put("models", models.part());
        parts.put("training", trainers.part());
        parts.put("deadletters", deadLetters.part(nowMillis));
        return parts;
    }

    /** The parts that cost more, or change less often. */
    public synchronized Map<String, Object> everyFewSeconds(long nowMillis) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(
                "accuracy",
                news.accuracy(rules.get().version(), models.champion().orElse(null)));
        parts.put("roles", roles.part(nowMillis));
        parts.put("confusion", new Comparisons(model != null, confusion.part(nowMillis), observed.parts(nowMillis)));
        parts.put("keywords", keywords.part(nowMillis));
        return parts;
    }

    /**
     * The rules' votes against those of others.
     *
     * @param model against the model
     * @param observed against each observed labeller
     */
    record Comparisons(boolean modelAwaited, @JsonUnwrapped ConfusionPart model, Map<String, ConfusionPart> observed) {}

    /** The flow of a range up to now. */
    public synchronized FlowPart history(long nowMillis, FlowRange range) {
        return flow.part(nowMillis / SECOND, range);
    }

    private StatusPart status(long nowMillis, String streamState, boolean streamRunning) {
        long second = nowMillis / SECOND;
        String champion = models.champion().map(ModelVersion::getVersion).orElse(null);
        LastMinute lastMinute = new LastMinute(
                flow.sum(Measure.RESUMES, second, MINUTE),
                flow.sum(Measure.RESUMES, second - MINUTE / 2, MINUTE / 2),
                flow.sum(Measure.LABELS, second, MINUTE),
                flow.sum(Measure.COMPARED, second, MINUTE),
                flow.sum(Measure.DISAGREED, second, MINUTE),
                flow.sum(Measure.DEGRADED, second, MINUTE));
        Rates rates = new Rates(rate(Measure.RESUMES, second), rate(Measure.LABELS, second));
        SystemHealth health = SystemHealth.of(new Signs(
                streamRunning ? "" : streamState,
                feedTrouble,
                silentSeconds(nowMillis),
                model != null,
                champion == null ? "" : champion,
                models.isServed(nowMillis, StatusReport.SILENT_AFTER.toMillis()),
                lastMinute,
                rates.labelsPerSecond(),
                Math.max(resumesRead.stoodStillMillis(), votesRead.stoodStillMillis()) / SECOND));
        return new StatusPart(
                nowMillis,
                health,
                rates,
                percentiles,
                backlog(nowMillis),
                lastMinute,
                new Voters(model != null, champion, rules.get().version()),
                new Counters(unreadable, skipped));
    }

    /** Seconds since the last record or answer from Kafka. */
    private long silentSeconds(long nowMillis) {
        if (heardAt == FlowHistory.UNKNOWN) {
            heardAt = nowMillis; // just started
        }
        return (nowMillis - heardAt) / SECOND;
    }

    private Backlog backlog(long nowMillis) {
        return silentSeconds(nowMillis) < SystemHealth.SILENT_SECONDS ? backlog : Backlog.NONE;
    }

    private double rate(Measure measure, long second) {
        return flow.sum(measure, second, RATE_SECONDS) / (double) RATE_SECONDS;
    }

    /** The latest labels that match. */
    public synchronized LabelsPart labels(LabelFilter filter, long nowMillis) {
        return news.matching(filter, nowMillis);
    }

    /** @param labeller whose vote the cell has besides the rules'; null for the model */
    public synchronized List<Case> cases(Cell cell, @Nullable String labeller) {
        return labeller == null ? cases.of(cell) : observed.cases(labeller, cell);
    }

    public synchronized Optional<ModelVersion> champion() {
        return models.champion();
    }

    /** A version of the model that was announced. */
    public synchronized Optional<ModelVersion> version(String version) {
        return models.version(version);
    }
}
