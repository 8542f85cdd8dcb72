package io.rolestream.trainer.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.split.ExampleSplit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The statistics of a store as text and as JSON. */
public record StatisticsReport(Path directory, ExampleStatistics statistics) {
    private static final String ABSTAINED = "(abstained)";
    private static final String NO_RULES = "(none)";
    private static final double MEGABYTE = 1_000_000;

    /** Prints a count per line. */
    public void print(PrintWriter out) {
        long texts = statistics.texts();
        line(out, "%s of %s", Counted.of(texts, "distinct text"), Counted.of(statistics.resumes(), "resume"));
        ExampleStatistics.Period submitted = statistics.submitted();
        if (submitted != null) {
            line(out, "submitted from %s to %s", submitted.oldest(), submitted.newest());
        }
        line(out, "%.1f MB in %s", statistics.bytes() / MEGABYTE, directory);
        section(out, "split", bySplit());
        section(out, "role by the rules", byRole());
        section(out, "rule set", byRuleset());
        ExampleStatistics.Corrections corrections = statistics.corrections();
        line(out, "");
        line(out, "corrections");
        line(
                out,
                "  %s, %,d of them with several answers, of which the latest counts",
                Counted.of(corrections.texts(), "text"),
                corrections.disputed());
        line(out, "  %,d wait for their text, or refer to an earlier one", corrections.waiting());
        line(
                out,
                "  %,d of %,d agree with the rules%s",
                corrections.agreeing(),
                corrections.voted(),
                percent(corrections.agreeing(), corrections.voted()));
        out.flush();
    }

    private void section(PrintWriter out, String title, Map<String, Long> counts) {
        line(out, "");
        line(out, title);
        int width = counts.keySet().stream().mapToInt(String::length).max().orElse(0);
        counts.forEach((name, count) -> line(
                out,
                "  %s%s  %,d%s",
                name,
                " ".repeat(width - name.length()),
                count,
                percent(count, statistics.texts())));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "" : String.format(Locale.ROOT, " (%.1f %%)", 100.0 * part / whole);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private Map<String, Long> bySplit() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (ExampleSplit split : ExampleSplit.values()) {
            counts.put(split.key(), statistics.bySplit().getOrDefault(split, 0L));
        }
        return counts;
    }

    private Map<String, Long> byRole() {
        Map<String, Long> counts = new LinkedHashMap<>(statistics.votes().byRole());
        if (statistics.votes().abstained() > 0) {
            counts.put(ABSTAINED, statistics.votes().abstained());
        }
        return counts;
    }

    private Map<String, Long> byRuleset() {
        Map<String, Long> counts = new LinkedHashMap<>();
        statistics.byRuleset().forEach((version, count) -> counts.put(version.isEmpty() ? NO_RULES : version, count));
        return counts;
    }

    /** The numbers as an object; {@code agreement} is null if the rules voted on no corrected text. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("directory", directory.toString());
        json.put("bytes", statistics.bytes());
        json.put("texts", statistics.texts());
        json.put("resumes", statistics.resumes());
        ExampleStatistics.Period submitted = statistics.submitted();
        json.put("oldest", submitted == null ? null : submitted.oldest().toString());
        json.put("newest", submitted == null ? null : submitted.newest().toString());
        bySplit().forEach(json.putObject("bySplit")::put);
        statistics.votes().byRole().forEach(json.putObject("byRole")::put);
        json.put("abstained", statistics.votes().abstained());
        statistics.byRuleset().forEach(json.putObject("byRuleset")::put);
        ExampleStatistics.Corrections corrections = statistics.corrections();
        ObjectNode corrected = json.putObject("corrections");
        corrected.put("texts", corrections.texts());
        corrected.put("disputed", corrections.disputed());
        corrected.put("waiting", corrections.waiting());
        corrected.put("voted", corrections.voted());
        corrected.put("agreeing", corrections.agreeing());
        corrected.put(
                "agreement",
                corrections.voted() == 0 ? null : (Double) (corrections.agreeing() / (double) corrections.voted()));
        return json;
    }
}
