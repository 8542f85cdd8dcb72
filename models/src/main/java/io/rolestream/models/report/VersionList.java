package io.rolestream.models.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.AlignedColumns;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.report.MeasuredScore;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.announcements.AnnouncedVerdict;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a model as a table, followed by the refusals. Each set of items has a column of its own, so that
 * scores on answers and scores on the rules' labels are never compared.
 */
public record VersionList(List<ModelVersion> versions, WorkerReports workers) {
    /** The versions as {@link VersionDescription#json}, but without the version of the rule set that each carries. */
    public ArrayNode json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (ModelVersion version : versions) {
            ObjectNode object = new VersionDescription(version, null, workers).json();
            object.remove("rules");
            array.add(object);
        }
        return array;
    }

    public void print(PrintWriter out) {
        List<SetName> sets = Stream.of(SetName.values())
                .filter(set -> versions.stream().anyMatch(version -> macroF1(version, set) != null))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(sets));
        versions.forEach(version -> rows.add(cells(version, sets)));
        AlignedColumns.lines(rows).forEach(out::println);
        for (ModelVersion version : versions) {
            for (WorkerStatus worker : workers.refusing(version)) {
                out.println(WorkerReports.refusal(worker));
            }
        }
    }

    private static List<String> header(List<SetName> sets) {
        List<String> header = new ArrayList<>(List.of("VERSION", "STAGE", "ANNOUNCED", "PARENT", "EXAMPLES"));
        sets.forEach(set -> header.add("MACRO-F1 ON " + labels(set)));
        header.addAll(List.of("GATE", "RUNS ON"));
        return header;
    }

    private static String labels(SetName set) {
        return switch (set) {
            case SILVER -> "RULES' LABELS";
            case GOLD -> "ANSWERS";
            case GOLD_RANDOM_SLICE -> "RANDOM ANSWERS";
        };
    }

    private List<String> cells(ModelVersion version, List<SetName> sets) {
        List<String> cells = new ArrayList<>(List.of(
                version.getVersion(),
                version.getStage().toString(),
                version.getAnnouncedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                version.getParent() == null ? "-" : version.getParent(),
                String.format(Locale.ROOT, "%,d", version.getTrainedExamples())));
        for (SetName set : sets) {
            MeasuredScore macroF1 = macroF1(version, set);
            cells.add(macroF1 == null ? "-" : macroF1.text());
        }
        cells.add(AnnouncedVerdict.of(version).words());
        cells.add(
                workers.running(version).stream().map(WorkerStatus::getWorkerId).collect(Collectors.joining(", ")));
        return cells.stream().map(Printable::line).toList();
    }

    private static @Nullable MeasuredScore macroF1(ModelVersion version, SetName set) {
        return MeasuredScore.of(AnnouncedVerdict.metrics(version), set, "macro-f1");
    }
}
