package io.rolestream.local.demo;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.text.Counted;
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
 * {@link ClosingTables}. Thread-safe.
 */
public final class DemoView {
    private static final int WIDTH = 100;
    private static final int LINES_A_BLOCK = 10;
    private static final Set<String> MATCH_MODELS = Set.of(VersionTask.MATCHER, VersionTask.REWARD);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private record UnderWay(String trueRole, String byRules, long sentAt) {}

    private record Latest(LabelledRole label, String trueRole) {
        String describe() {
            var vote = label.getRuleVote();
            String keywords = vote == null
                    ? ""
                    : vote.getEvidence().stream().map(Evidence::getKeyword).collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "%-16s  %-22s %4.2f  %s%s%s",
                    label.getResumeId(),
                    label.getRole(),
                    label.getConfidence(),
                    label.getRole().equals(trueRole) ? "" : "[true role: " + trueRole + "] ",
                    label.getDecidedBy() == Decider.MODEL ? "model; " : "",
                    keywords);
        }
    }

    private final PrintWriter out;
    private final Topics topics;
    private final RuleSet rules;
    private final @Nullable Reviewers reviewers;
    private final @Nullable DemoMarket market;
    private final Deserializer<LabelledRole> labels;
    private final TrainerLines trainer = new TrainerLines("trainer", this::print);
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

    public DemoView(
            PrintWriter out,
            Cluster cluster,
            RuleSet rules,
            @Nullable Reviewers reviewers,
            @Nullable DemoMarket market) {
        this.out = out;
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
            if (status != null) {
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
                ? matchTrainers.computeIfAbsent(model, name -> new TrainerLines(name + "'s trainer", this::print))
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
            print("version " + version + " votes from now on");
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
            print(latest.describe());
        }
        if (latestDeadLetter != null && !deadLetterInBlock) {
            deadLetterInBlock = true;
            print("dead letter: " + latestDeadLetter);
        }
        latest = null;
        latestDeadLetter = null;
    }

    private void block() {
        if (lines > 0) {
            out.println();
            out.printf(
                    Locale.ROOT,
                    "%,d sent, %,d labelled (%.1f %% right), %s, %.0f ms from sent to label%n",
                    sent,
                    board.labels(),
                    board.labels() == 0 ? 0.0 : 100 * board.scores().accuracy(),
                    Counted.of(deadLetters, "dead letter"),
                    labelledInBlock == 0 ? 0.0 : (double) latencyInBlockMs / labelledInBlock);
            board.rows().stream()
                    .filter(row -> row.version().equals(version) && !version.isEmpty())
                    .forEach(row -> out.printf(
                            Locale.ROOT,
                            "version %s: %.1f %% right, rules alone %.1f %%; they disagree on %.1f %% of %,d%n",
                            version,
                            100 * row.labels().accuracy(),
                            100 * row.rules().accuracy(),
                            100.0 * row.disagreements() / row.labels().total(),
                            row.labels().total()));
            if (reviewers != null) {
                out.println("people answered " + Counted.of(reviewers.answers(), "time"));
                out.println(fitted(trainer.waiting()));
                matchTrainers.values().forEach(each -> out.println(fitted(each.waiting())));
            }
            if (market != null) {
                market.lines().forEach(line -> out.println(fitted(line)));
            }
            out.println();
        }
        out.printf("%-8s  %-16s  %-22s %4s  %s%n", "TIME", "RESUME", "ROLE", "SURE", "BECAUSE");
        labelledInBlock = 0;
        latencyInBlockMs = 0;
        deadLetterInBlock = false;
    }

    private synchronized void print(String line) {
        if (!summarised) {
            out.println(fitted(LocalTime.now().format(TIME) + "  " + line));
            out.flush();
        }
    }

    /** Line breaks would let one resume look like several lines. */
    private static String fitted(String line) {
        String printable = line.replaceAll("\\p{Cntrl}+", " ");
        return printable.length() <= WIDTH ? printable : printable.substring(0, WIDTH - 3) + "...";
    }

    /** Prints the closing tables, once. */
    public synchronized void summary() {
        if (summarised || board.labels() == 0) {
            return;
        }
        summarised = true;
        new ClosingTables(out).print(board.scores(), board.rows(), deadLetters);
        if (market != null) {
            market.summary(out);
        }
        out.flush();
    }
}
