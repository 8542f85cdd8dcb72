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
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** What the demo prints: a line every second, and at the end a table of how right the labels were. Thread-safe. */
public final class DemoView {
    private static final int KEYWORDS_SHOWN = 4;

    private record UnderWay(String trueRole, long sentAt) {}

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
    private long labelledInLine;
    private long latencyInLineMs;
    private @Nullable LabelledRole latest;
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
        UnderWay known = underWay.remove(new String(record.key(), StandardCharsets.UTF_8));
        var reason = record.headers().lastHeader(DeadLetterHeaders.REASON);
        if (reason != null) {
            deadLetters++;
            latestDeadLetter = new String(reason.value(), StandardCharsets.UTF_8);
            return true;
        }
        LabelledRole label = labels.deserialize(record.topic(), record.value());
        if (label == null || known == null) {
            return true;
        }
        labelled++;
        labelledInLine++;
        latencyInLineMs += Math.max(0, System.currentTimeMillis() - known.sentAt());
        latest = label;
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

    /** Prints where things stand. */
    public synchronized void line() {
        out.printf(
                Locale.ROOT,
                "%s  sent %,d  labelled %,d  dead letters %,d  latency %s%s%n",
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                sent,
                labelled,
                deadLetters,
                labelledInLine == 0 ? "-" : latencyInLineMs / labelledInLine + " ms",
                latest == null ? "" : "  " + describe(latest));
        if (latestDeadLetter != null) {
            out.printf("          a dead letter: %s%n", latestDeadLetter);
        }
        out.flush();
        labelledInLine = 0;
        latencyInLineMs = 0;
        latestDeadLetter = null;
    }

    /** Prints the closing table, once. */
    public synchronized void summary() {
        if (summarised || labelled == 0) {
            return;
        }
        summarised = true;
        out.printf("%n%-24s %9s %9s %9s%n", "role", "resumes", "labelled", "right");
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
                "%nThe labels are the generator's own role in %.1f %% of %,d resumes; always naming the commonest role"
                        + " would be right in %.1f %%.%n",
                100.0 * right / labelled,
                labelled,
                100.0 * majority / labelled);
        out.flush();
    }

    private Tally tally(String role) {
        return roles.computeIfAbsent(role, name -> new Tally());
    }

    private static String describe(LabelledRole label) {
        String keywords = label.getRuleVote() == null
                ? ""
                : label.getRuleVote().getEvidence().stream()
                        .limit(KEYWORDS_SHOWN)
                        .map(Evidence::getKeyword)
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT, "%s: %s %.2f (%s)", label.getResumeId(), label.getRole(), label.getConfidence(), keywords);
    }
}
