package io.rolestream.local.demo;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.TerminalPrinter;
import io.rolestream.common.text.TerminalStyle;
import io.rolestream.common.text.TerminalStyle.Tone;
import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainerStatus;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.files.sample.Scoreboard;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.Disagreement;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.service.TrainingReport;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The demo's output: a label every second, a summary every ten, the trainer's progress, and at the end
 * {@link ClosingTables}. A label's keywords are cut to the width of the terminal; other lines are wrapped. Thread-safe.
 */
public final class DemoView {
    private static final int SHORT_ID = 12;
    private static final int LONG_ID = 16;
    private static final int ROLE_WIDTH = 22;

    /** The width of the time and the gap after it. */
    private static final int TIME_WIDTH = 10;

    /** The width of the role and the confidence, and the gaps before and after each. */
    private static final int VERDICT_WIDTH = 2 + ROLE_WIDTH + 2 + 4 + 2;

    private static final int LINES_A_BLOCK = 10;
    private static final Set<String> MATCH_MODELS = Set.of(VersionTask.MATCHER, VersionTask.REWARD);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private record UnderWay(String trueRole, String byRules, long sentAt) {}

    private record Latest(LabelledRole label, String trueRole) {
        boolean isRight() {
            return label.getRole().equals(trueRole);
        }

        String reasons() {
            var vote = label.getRuleVote();
            String keywords = vote == null
                    ? ""
                    : vote.getEvidence().stream().map(Evidence::getKeyword).collect(Collectors.joining(", "));
            return (isRight() ? "" : "wrong, is " + trueRole + "; ")
                    + (label.getDecidedBy() == Decider.MODEL ? "model; " : "")
                    + keywords;
        }
    }

    private final PrintWriter out;
    private final TerminalStyle style;
    private final Topics topics;
    private final RuleSet rules;
    private final @Nullable Reviewers reviewers;
    private final @Nullable DemoMarket market;
    private final Deserializer<LabelledRole> labels;
    private final TrainerLines trainer = new TrainerLines("trainer", this::trained);
    private final Map<String, TrainerLines> matchTrainers = new TreeMap<>();
    private final Scoreboard board;
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private final String trainerTopic;
    private final Deserializer<TrainerStatus> statuses;
    private final Set<String> versions = new HashSet<>();
    private String version = "";
    private long sent;
    private long deadLetters;
    private long lines;
    private long labelledInBlock;
    private long latencyInBlockMs;
    private @Nullable Latest latest;
    private @Nullable String latestDeadLetter;
    private boolean deadLetterInBlock;
    private boolean summarised;
    private int idWidth = SHORT_ID;

    public DemoView(
            PrintWriter out,
            TerminalStyle style,
            Cluster cluster,
            RuleSet rules,
            @Nullable Reviewers reviewers,
            @Nullable DemoMarket market) {
        this.out = style.coloured() ? TerminalPrinter.styled(out) : out;
        this.style = style;
        this.topics = cluster.topics();
        this.rules = rules;
        this.reviewers = reviewers;
        this.market = market;
        this.labels = new AvroSerde<>(LabelledRole.class, cluster.registry()).deserializer();
        this.statuses = new AvroSerde<>(TrainerStatus.class, cluster.registry()).deserializer();
        this.trainerTopic = topics.trainerStatus();
        List<String> roles = Stream.concat(rules.taxonomy().names().stream(), ResumeGenerator.roles().stream())
                .distinct()
                .toList();
        this.board = new Scoreboard(roles);
    }

    /** The topics whose records {@link #seen} takes. */
    public List<String> topics() {
        return List.of(topics.labelledRoles(), topics.resumesDlq(), trainerTopic);
    }

    /** Called before a resume is sent. */
    public synchronized void sending(SampleResume resume) {
        String text = resume.skills() == null ? resume.text() : resume.skills();
        String byRules = rules.vote(text == null ? "" : text).role().name();
        sent++;
        underWay.put(resume.resumeId(), new UnderWay(resume.trueRole(), byRules, System.currentTimeMillis()));
    }

    /** Takes a label, a dead letter or a trainer's report; always true. */
    public synchronized boolean seen(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(trainerTopic)) {
            TrainerStatus status = statuses.deserialize(trainerTopic, record.headers(), record.value());
            if (status != null && !TrainingReport.isByHand(status)) {
                trainerOf(status.getModelName()).show(status);
            }
            return true;
        }
        String resumeId = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        UnderWay known = underWay.remove(resumeId);
        var reason = record.headers().lastHeader(DeadLetterHeaders.REASON);
        if (reason != null) {
            deadLetters++;
            latestDeadLetter = resumeId + " " + new String(reason.value(), StandardCharsets.UTF_8);
            return true;
        }
        LabelledRole label = labels.deserialize(record.topic(), record.headers(), record.value());
        if (label != null && known != null) {
            labelled(label, known);
        }
        return true;
    }

    private TrainerLines trainerOf(String model) {
        return MATCH_MODELS.contains(model)
                ? matchTrainers.computeIfAbsent(model, name -> new TrainerLines(name + "'s trainer", this::trained))
                : trainer;
    }

    private void labelled(LabelledRole label, UnderWay known) {
        labelledInBlock++;
        latencyInBlockMs += Math.max(0, System.currentTimeMillis() - known.sentAt());
        latest = new Latest(label, known.trueRole());
        var model = label.getModelVote();
        String voter = model == null || model.getRole() == null ? "" : model.getLabellerVersion();
        if (!voter.isEmpty() && versions.add(voter)) {
            version = voter;
            if (reviewers != null) {
                reviewers.versionVotes();
            }
            print(Tone.GREEN, "version " + version + " votes from now on");
        }
        boolean disagreed = label.getRuleVote() != null
                && model != null
                && Disagreement.between(label.getRuleVote(), model, DecisionPolicy.parse(label.getPolicy()))
                        .isPresent();
        if (reviewers == null) {
            count(voter, label, known, disagreed);
        } else if (!reviewers.haveAnswered(label.getContentHash())) {
            count(voter, label, known, disagreed);
            if (rules.taxonomy().contains(known.trueRole())) {
                reviewers.labelled(label, known.trueRole(), disagreed);
            }
        }
    }

    private void count(String voter, LabelledRole label, UnderWay known, boolean disagreed) {
        board.add(voter, known.trueRole(), known.byRules(), label.getRole(), disagreed);
    }

    /** The number of resumes without an answer. */
    public synchronized int underWay() {
        return underWay.size();
    }

    /** Prints the latest label since the last call, a summary at intervals, and one dead letter between summaries. */
    public synchronized void line() {
        if (summarised) {
            return;
        }
        if (lines % LINES_A_BLOCK == 0) {
            block();
        }
        lines++;
        if (latest != null) {
            print(latest);
        }
        if (latestDeadLetter != null && !deadLetterInBlock) {
            deadLetterInBlock = true;
            print(Tone.YELLOW, "dead letter: " + latestDeadLetter);
        }
        latest = null;
        latestDeadLetter = null;
    }

    private void block() {
        if (lines > 0) {
            out.println();
            wrapped(String.format(
                    Locale.ROOT,
                    "%,d sent, %,d labelled (%.1f %% right), %s, %.0f ms from sent to label",
                    sent,
                    board.labels(),
                    board.labels() == 0 ? 0.0 : 100 * board.scores().accuracy(),
                    Counted.of(deadLetters, "dead letter"),
                    labelledInBlock == 0 ? 0.0 : (double) latencyInBlockMs / labelledInBlock));
            board.rows().stream()
                    .filter(row -> row.version().equals(version) && !version.isEmpty())
                    .forEach(row -> wrapped(String.format(
                            Locale.ROOT,
                            "version %s: %.1f %% right, rules alone %.1f %%; they disagree on %.1f %% of %,d",
                            version,
                            100 * row.labels().accuracy(),
                            100 * row.rules().accuracy(),
                            100.0 * row.disagreements() / row.labels().total(),
                            row.labels().total())));
            if (reviewers != null) {
                wrapped("people answered " + Counted.of(reviewers.answers(), "time"));
                wrapped(trainer.waiting());
                matchTrainers.values().forEach(each -> wrapped(each.waiting()));
            }
            if (market != null) {
                market.lines().forEach(this::wrapped);
            }
            out.println();
        }
        out.println(style.in(
                Tone.BOLD,
                String.format(
                        "%-8s  %-" + idWidth + "s  %-" + ROLE_WIDTH + "s  %4s  %s",
                        "TIME",
                        "RESUME",
                        "ROLE",
                        "SURE",
                        "BECAUSE")));
        labelledInBlock = 0;
        latencyInBlockMs = 0;
        deadLetterInBlock = false;
    }

    private void print(Latest shown) {
        LabelledRole label = shown.label();
        idWidth = Math.max(idWidth, Math.min(LONG_ID, label.getResumeId().length()));
        String role = String.format("%-" + ROLE_WIDTH + "s", TerminalStyle.cut(label.getRole(), ROLE_WIDTH));
        out.printf(
                Locale.ROOT,
                "%s  %-" + idWidth + "s  %s  %4.2f  %s%n",
                time(),
                TerminalStyle.cut(label.getResumeId(), LONG_ID),
                style.in(shown.isRight() ? Tone.BOLD : Tone.RED, role),
                label.getConfidence(),
                TerminalStyle.cut(shown.reasons(), style.columns() - TIME_WIDTH - idWidth - VERDICT_WIDTH));
        out.flush();
    }

    private void trained(String line) {
        print(Tone.CYAN, line);
    }

    /** Prints what happened just now. */
    private synchronized void print(Tone tone, String line) {
        if (!summarised) {
            boolean first = true;
            for (String part : style.wrap(" ".repeat(TIME_WIDTH) + line.stripTrailing(), TIME_WIDTH + 2)) {
                String text = part.substring(TIME_WIDTH);
                out.println((first ? time() + "  " : " ".repeat(TIME_WIDTH)) + style.in(tone, text));
                first = false;
            }
            out.flush();
        }
    }

    private String time() {
        return style.in(Tone.DIM, LocalTime.now().format(TIME));
    }

    private void wrapped(String line) {
        style.wrap(line, 2).forEach(out::println);
    }

    /** Prints the closing tables, once. */
    public synchronized void summary() {
        if (summarised || board.labels() == 0) {
            return;
        }
        summarised = true;
        new ClosingTables(out, style).print(board.scores(), board.rows(), deadLetters);
        if (market != null) {
            market.summary(out, style);
        }
        out.flush();
    }
}
