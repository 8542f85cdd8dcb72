package io.rolestream.models.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Printable;
import io.rolestream.evaluation.report.MeasuredScore;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerStatus;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.schemas.serde.AvroJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All details of a version; {@code rules} is the version of the rule set that it carries, or null. */
public record VersionDescription(
        ModelVersion version, @Nullable String rules, WorkerReports workers) {

    /** Whether a version carries a rule set, by its announcement. */
    public static boolean carriesRules(ModelVersion version) {
        return version.getFiles().stream().anyMatch(file -> file.getPath().equals(VersionRules.FILE));
    }

    /**
     * The announcement's fields, the gate's {@code verdict} in words, {@code rules}, and workers' reports under
     * {@code runningOn} and {@code refusedBy}.
     */
    public ObjectNode json() {
        ObjectNode object = AvroJson.of(version);
        object.put("verdict", AnnouncedVerdict.of(version).words());
        object.put("rules", rules);
        array(object.putArray("runningOn"), workers.running(version));
        array(object.putArray("refusedBy"), workers.refusing(version));
        return object;
    }

    private static void array(ArrayNode array, List<WorkerStatus> reports) {
        reports.forEach(report -> array.add(AvroJson.of(report)));
    }

    public void print(PrintWriter out) {
        out.println(Printable.line("%s/%s: %s".formatted(version.getName(), version.getVersion(), version.getStage())));
        line(out, "announced", version.getAnnouncedAt());
        line(out, "champion", version.getChampionAt() == null ? "never" : "last changed at " + version.getChampionAt());
        line(out, "gate", AnnouncedVerdict.of(version).words());
        version.getGateReasons().forEach(reason -> line(out, "", reason));
        line(out, "parent", version.getParent() == null ? "none" : version.getParent());
        line(out, "base", orNone(version.getBaseCheckpoint()));
        line(
                out,
                "trained on",
                String.format(
                        Locale.ROOT,
                        "%s and %s, with rules %s",
                        Counted.of(version.getTrainedExamples(), "example"),
                        Counted.of(version.getTrainedCorrections(), "correction"),
                        orNone(version.getRulesetVersion())));
        if (carriesRules(version)) {
            line(out, "rules", (rules == null ? "unknown" : rules) + ", carried as " + VersionRules.FILE);
        }
        new TreeMap<>(version.getTrainedOffsets())
                .forEach((partition, offset) -> line(out, "", partition + " up to offset " + offset));
        MeasuredScore.texts(AnnouncedVerdict.metrics(version))
                .forEach((name, text) -> line(out, "metric", String.format(Locale.ROOT, "%-28s %s", name, text)));
        line(out, "location", version.getLocation());
        for (ModelFile file : version.getFiles()) {
            line(
                    out,
                    "file",
                    String.format(
                            Locale.ROOT,
                            "%s, %,d bytes, sha256 %s",
                            file.getPath(),
                            file.getBytes(),
                            file.getSha256()));
        }
        line(out, "signature", version.getSignature() == null ? "none" : version.getSignature());
        workers.running(version).forEach(worker -> line(out, "runs on", running(worker)));
        workers.refusing(version).forEach(worker -> line(out, "refused", WorkerReports.refusal(worker)));
    }

    private static String running(WorkerStatus worker) {
        return "%s (%s), %s, since %s, as of %s"
                .formatted(
                        worker.getWorkerId(),
                        worker.getHost(),
                        worker.getCompute(),
                        worker.getLoadedAt(),
                        worker.getReportedAt());
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf("  %-11s %s%n", name, Printable.line(value.toString()));
    }
}
