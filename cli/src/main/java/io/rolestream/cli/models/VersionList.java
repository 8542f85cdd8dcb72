package io.rolestream.cli.models;

import io.rolestream.common.text.Printable;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerStatus;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The versions of a model as a table, followed by the refusals. */
public record VersionList(List<ModelVersion> versions, WorkerReports workers) {
    private static final List<String> HEADER =
            List.of("VERSION", "STAGE", "ANNOUNCED", "PARENT", "EXAMPLES", "MACRO-F1", "GATE", "RUNS ON");
    /** The metric of the table; a version without it shows its first other macro-F1. */
    private static final String GOLD = "gold.macro-f1";

    public void print(PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        versions.forEach(version -> lines.add(cells(version)));
        int[] widths = new int[HEADER.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
        for (ModelVersion version : versions) {
            for (WorkerStatus worker : workers.refusing(version)) {
                out.println(WorkerReports.refusal(worker));
            }
        }
    }

    private List<String> cells(ModelVersion version) {
        OptionalDouble f1 = macroF1(version.getMetrics());
        return Stream.of(
                        version.getVersion(),
                        version.getStage().toString(),
                        version.getAnnouncedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        version.getParent() == null ? "-" : version.getParent(),
                        String.format(Locale.ROOT, "%,d", version.getTrainedExamples()),
                        f1.isPresent() ? String.format(Locale.ROOT, "%.3f", f1.getAsDouble()) : "-",
                        version.getGatePassed() ? "passed" : "failed",
                        workers.running(version).stream()
                                .map(WorkerStatus::getWorkerId)
                                .collect(Collectors.joining(", ")))
                .map(Printable::line)
                .toList();
    }

    private static OptionalDouble macroF1(Map<String, Double> metrics) {
        Double gold = metrics.get(GOLD);
        return gold != null
                ? OptionalDouble.of(gold)
                : metrics.entrySet().stream()
                        .filter(metric -> metric.getKey().endsWith("macro-f1"))
                        .sorted(Map.Entry.comparingByKey())
                        .mapToDouble(Map.Entry::getValue)
                        .findFirst();
    }
}
