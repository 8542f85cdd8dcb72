package io.rolestream.stream.waiting;

import io.rolestream.common.text.Counted;
import io.rolestream.files.write.LabelLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts labels for the summary. */
public final class LabelSummary {
    private static final int MOST_ROLES = 30;

    private final Map<String, Long> roles = new HashMap<>();
    private long labelled;
    private long disagreements;
    private long degraded;
    private long deadLetters;
    private long unreadableRows;

    void count(LabelLine line, boolean unreadableRow) {
        if (line.role() != null) {
            labelled++;
            roles.merge(line.role(), 1L, Long::sum);
            degraded += line.degraded() ? 1 : 0;
            var model = line.model();
            var rule = line.rule();
            disagreements += model != null
                            && model.role() != null
                            && rule != null
                            && !model.role().equals(rule.role())
                    ? 1
                    : 0;
        } else if (unreadableRow) {
            unreadableRows++;
        } else {
            deadLetters++;
        }
    }

    public boolean hasUnlabelled() {
        return deadLetters + unreadableRows > 0;
    }

    /** Whether there were resumes, and none could be labelled. */
    public boolean hasNoLabel() {
        return labelled == 0 && hasUnlabelled();
    }

    public void print(PrintWriter out, Duration took) {
        double seconds = Math.max(took.toMillis(), 1) / 1000.0;
        List<Map.Entry<String, Long>> byCount = roles.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        int shown = byCount.size() > MOST_ROLES + 1 ? MOST_ROLES : byCount.size();
        byCount.subList(0, shown).forEach(role -> line(role.getValue(), role.getKey(), out));
        if (shown < byCount.size()) {
            List<Map.Entry<String, Long>> others = byCount.subList(shown, byCount.size());
            long sum = others.stream().mapToLong(Map.Entry::getValue).sum();
            line(sum, Counted.of(others.size(), "other role"), out);
        }
        out.printf(
                Locale.ROOT,
                "%,d labelled, %s, %,d degraded, %s, %s;" + " %.1f s, %,.0f resumes/s%n",
                labelled,
                Counted.of(disagreements, "disagreement"),
                degraded,
                Counted.of(deadLetters, "dead letter"),
                Counted.of(unreadableRows, "unreadable row"),
                seconds,
                (labelled + deadLetters) / seconds);
        out.flush();
    }

    private void line(long count, String role, PrintWriter out) {
        out.printf(Locale.ROOT, "%,10d  %5.1f %%  %s%n", count, 100.0 * count / labelled, role);
    }
}
