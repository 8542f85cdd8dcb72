package io.rolestream.cli;

import io.rolestream.cli.sample.SampleResume;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.resume.DeadLetterHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the demo prints: a label every second, every ten the state of things, and at the end a table of how right the
 * labels were. Thread-safe.
 */
public final class DemoView {
    private static final int WIDTH = 100;
    private static final int LINES_A_BLOCK = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private record UnderWay(String trueRole, long sentAt) {}

    private record Latest(LabelledRole label, String trueRole) {
        String describe() {
            var vote = label.getRuleVote();
            String keywords = vote == null
                    ? ""
                    : vote.getEvidence().stream().map(Evidence::getKeyword).collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "%-12s  %-22s %4.2f  %s%s",
                    label.getResumeId(),
                    label.getRole(),
                    label.getConfidence(),
                    label.getRole().equals(trueRole) ? "" : "[made as " + trueRole + "] ",
                    keywords);
        }
    }

    private static final class Tally {
        private long truth;
        private long labelled;
        private long right;
    }

    private final PrintWriter out;
    private final Deserializer<LabelledRole> labels;
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private final Map<String, Tally> roles = new HashMap<>();
    private long sent;
    private long labelled;
    private long right;
    private long deadLetters;
    private long lines;
    private long labelledInBlock;
    private long latencyInBlockMs;
    private @Nullable Latest latest;
    private @Nullable String latestDeadLetter;
    private boolean summarised;

    public DemoView(PrintWriter out, SchemaRegistry registry) {
        this.out = out;
        this.labels = new AvroSerde<>(LabelledRole.class, registry).deserializer();
    }

    /** To be called before a resume is sent. */
    public synchronized void sending(SampleResume resume) {
        sent++;
        underWay.put(resume.resumeId(), new UnderWay(resume.trueRole(), System.currentTimeMillis()));
    }

    /** Takes a label or a dead letter in; always true. */
    public synchronized boolean seen(ConsumerRecord<byte[], byte[]> record) {
        String resumeId = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        UnderWay known = underWay.remove(resumeId);
        var reason = record.headers().lastHeader(DeadLetterHeaders.REASON);
        if (reason != null) {
            deadLetters++;
            latestDeadLetter = resumeId + " " + new String(reason.value(), StandardCharsets.UTF_8);
            return true;
        }
        LabelledRole label = labels.deserialize(record.topic(), record.value());
        if (label == null || known == null) {
            return true;
        }
        labelled++;
        labelledInBlock++;
        latencyInBlockMs += Math.max(0, System.currentTimeMillis() - known.sentAt());
        latest = new Latest(label, known.trueRole());
        tally(known.trueRole()).truth++;
        tally(label.getRole()).labelled++;
        if (label.getRole().equals(known.trueRole())) {
            right++;
            tally(label.getRole()).right++;
        }
        return true;
    }

    /** How many resumes were sent and not answered. */
    public synchronized int underWay() {
        return underWay.size();
    }

    /** Prints a label that came since the last call, now and then where things stand, and a dead letter if one came. */
    public synchronized void line() {
        if (summarised) {
            return;
        }
        if (lines % LINES_A_BLOCK == 0) {
            block();
        }
        lines++;
        String time = LocalTime.now().format(TIME);
        if (latest != null) {
            out.println(fitted(time + "  " + latest.describe()));
        }
        if (latestDeadLetter != null) {
            out.println(fitted(time + "  dead letter: " + latestDeadLetter));
        }
        out.flush();
        latest = null;
        latestDeadLetter = null;
    }

    private void block() {
        if (lines > 0) {
            out.printf(
                    Locale.ROOT,
                    "%n%,d sent, %,d labelled (%.1f %% as they were made), %,d dead letters, %.0f ms from sent to label%n",
                    sent,
                    labelled,
                    100.0 * right / Math.max(labelled, 1),
                    deadLetters,
                    labelledInBlock == 0 ? 0.0 : (double) latencyInBlockMs / labelledInBlock);
        }
        if (lines > 0) {
            out.println();
        }
        out.printf("%-8s  %-12s  %-22s %4s  %s%n", "TIME", "RESUME", "ROLE", "SURE", "BECAUSE");
        labelledInBlock = 0;
        latencyInBlockMs = 0;
    }

    /** Line breaks would let one resume look like several lines. */
    private static String fitted(String line) {
        String printable = line.replaceAll("\\p{Cntrl}+", " ");
        return printable.length() <= WIDTH ? printable : printable.substring(0, WIDTH - 3) + "...";
    }

    /** Prints the closing table, once. */
    public synchronized void summary() {
        if (summarised || labelled == 0) {
            return;
        }
        summarised = true;
        out.printf("%n%-24s %9s %9s %9s%n", "ROLE", "MADE AS", "LABELLED", "RIGHT");
        roles.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong((Tally tally) -> tally.truth).reversed()))
                .forEach(role -> out.printf(
                        Locale.ROOT,
                        "%-24s %,9d %,9d %,9d%n",
                        role.getKey(),
                        role.getValue().truth,
                        role.getValue().labelled,
                        role.getValue().right));
        long majority =
                roles.values().stream().mapToLong(tally -> tally.truth).max().orElse(0);
        out.printf(
                Locale.ROOT,
                "%n%.1f %% of %,d resumes were labelled as they were made; always naming the commonest role would be right"
                        + " in %.1f %%.%n%,d dead letters.%n",
                100.0 * right / labelled,
                labelled,
                100.0 * majority / labelled,
                deadLetters);
        out.flush();
    }

    private Tally tally(String role) {
        return roles.computeIfAbsent(role, name -> new Tally());
    }
}
