package io.rolestream.models.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Quoted;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.decision.JointCalibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@value #FILE} in a version's directory: the version's origin, how its votes count, and its files.
 *
 * @param createdAt when it was packaged
 * @param files all files of the version except the manifest
 */
public record Manifest(VersionDetails details, Instant createdAt, List<VersionFile> files) {
    public static final String FILE = "manifest.json";

    /** Larger files are refused. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int FORMAT = 1;

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * Reads a manifest, ignoring unknown fields.
     *
     * @throws ModelRefusedException {@link Refusal#FORMAT} if it is missing or malformed, or the reason for which a
     *     listed file is refused
     */
    public static Manifest read(Path directory) throws ModelRefusedException {
        Path file = directory.resolve(FILE);
        try {
            return parse(JsonFiles.read(file, MAX_BYTES));
        } catch (FileException e) {
            throw new ModelRefusedException(Refusal.FORMAT, FILE + ": " + e.reason(), e);
        }
    }

    /** As {@link #read}, from the content of the file. */
    public static Manifest parse(byte[] content) throws ModelRefusedException {
        try {
            return parse(JsonFiles.parse(content));
        } catch (IOException e) {
            throw new ModelRefusedException(Refusal.FORMAT, FILE + ": " + e.getMessage(), e);
        }
    }

    private static Manifest parse(ObjectNode root) throws ModelRefusedException {
        JsonFields fields = new JsonFields(FILE, root);
        long format = fields.integer("format");
        if (format != FORMAT) {
            throw fields.problem(
                    "format", "is " + format + ", but this program only reads " + FORMAT + " ; update the program");
        }
        List<VersionFile> files = new ArrayList<>();
        for (JsonFields file : fields.objects("files")) {
            files.add(new VersionFile(file.text("path"), file.integer("bytes"), file.text("sha256")));
        }
        return new Manifest(details(fields), createdAt(fields), VersionFile.check(FILE, files));
    }

    private static VersionDetails details(JsonFields fields) throws ModelRefusedException {
        Float coefficient = fields.object().hasNonNull("ruleCoefficient")
                ? Float.valueOf((float) fields.decimal("ruleCoefficient"))
                : null;
        try {
            return new VersionDetails(
                    fields.text("name"),
                    fields.text("version"),
                    fields.optionalText("parent"),
                    fields.text("base", ""),
                    new TrainingData(
                            fields.text("rulesetVersion", ""),
                            fields.integer("trainedExamples", 0),
                            fields.integer("trainedCorrections", 0),
                            fields.integers("trainedOffsets")),
                    new TrainingSetup(
                            fields.inside("recipe").object(),
                            fields.integer("seed", 0),
                            fields.text("codeVersion", "")),
                    new VoteParameters(
                            coefficient,
                            (float) fields.decimal("temperature", 1),
                            new JointCalibration((float) fields.decimal("jointTemperature", 1), (float)
                                    fields.decimal("jointDoubt", 0)),
                            FittedTo.of(fields.text("confidenceFittedTo", ""))),
                    EvaluationMetrics.current(fields.decimals("metrics")),
                    verdict(fields.inside("gate")),
                    task(fields));
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(Refusal.FORMAT, FILE + ": " + e.getMessage(), e);
        }
    }

    /** Versions of earlier releases have none; that of a later release may be unknown. */
    private static StatedVerdict verdict(JsonFields gate) throws ModelRefusedException {
        String stated = gate.text("verdict", VerdictKind.NOT_RECORDED.key());
        VerdictKind kind = Stream.of(VerdictKind.values())
                .filter(one -> one.key().equals(stated))
                .findFirst()
                .orElse(VerdictKind.NOT_RECORDED);
        return new StatedVerdict(kind, gate.texts("reasons"));
    }

    /** Versions of earlier releases are classifiers. */
    private static VersionTask task(JsonFields fields) throws ModelRefusedException {
        String key = fields.text("task", VersionTask.CLASSIFIER.key());
        return VersionTask.of(key)
                .orElseThrow(() -> fields.problem(
                        "task",
                        "is " + Quoted.of(key) + ", which this program does not know; it knows "
                                + Stream.of(VersionTask.values())
                                        .map(VersionTask::key)
                                        .toList()));
    }

    private static Instant createdAt(JsonFields fields) throws ModelRefusedException {
        try {
            return Instant.parse(fields.text("createdAt"));
        } catch (DateTimeParseException e) {
            throw new ModelRefusedException(
                    Refusal.FORMAT, FILE + ": \"createdAt\" is not a time such as 2026-03-04T12:00:00Z", e);
        }
    }

    public byte[] json() {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT);
        root.put("task", details.task().key());
        root.put("name", details.name());
        root.put("version", details.version());
        root.put("parent", details.parent());
        root.put("base", details.base());
        root.put("createdAt", createdAt.toString());
        root.put("rulesetVersion", details.data().rulesetVersion());
        root.put("trainedExamples", details.data().examples());
        root.put("trainedCorrections", details.data().corrections());
        ObjectNode offsets = root.putObject("trainedOffsets");
        new TreeMap<>(details.data().offsets()).forEach(offsets::put);
        root.put("ruleCoefficient", details.parameters().ruleCoefficient());
        root.put("temperature", details.parameters().temperature());
        root.put("jointTemperature", details.parameters().joint().temperature());
        root.put("jointDoubt", details.parameters().joint().doubt());
        root.put("confidenceFittedTo", details.parameters().fittedTo().key());
        ObjectNode metrics = root.putObject("metrics");
        new TreeMap<>(details.metrics()).forEach(metrics::put);
        ObjectNode gate = root.putObject("gate");
        gate.put("verdict", details.verdict().kind().key());
        details.verdict().reasons().forEach(gate.putArray("reasons")::add);
        root.set("recipe", details.setup().recipe());
        root.put("seed", details.setup().seed());
        root.put("codeVersion", details.setup().codeVersion());
        ArrayNode list = root.putArray("files");
        for (VersionFile file : files) {
            list.addObject().put("path", file.path()).put("bytes", file.bytes()).put("sha256", file.sha256());
        }
        try {
            return JsonFiles.write(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written but memory
        }
    }

    /**
     * Checks that an announcement is of this version.
     *
     * @throws ModelRefusedException {@link Refusal#ANNOUNCEMENT} if name or version differ, {@link Refusal#FILES} if
     *     the files do
     */
    public void checkAgrees(VersionListing announced) throws ModelRefusedException {
        if (!details.name().equals(announced.name()) || !details.version().equals(announced.version())) {
            throw new ModelRefusedException(
                    Refusal.ANNOUNCEMENT,
                    FILE + " is of " + details.name() + "/" + details.version() + ", but " + announced
                            + " was announced");
        }
        Map<String, VersionFile> expected = new HashMap<>(announced.filesByPath());
        expected.remove(FILE);
        for (VersionFile file : files) {
            VersionFile other = expected.remove(file.path());
            if (!file.equals(other)) {
                throw differs(file.path(), other);
            }
        }
        if (!expected.isEmpty()) {
            throw new ModelRefusedException(
                    Refusal.FILES,
                    FILE + " does not list " + expected.keySet().iterator().next() + ", which was announced");
        }
    }

    private static ModelRefusedException differs(String path, @Nullable VersionFile announced) {
        return new ModelRefusedException(
                Refusal.FILES,
                FILE + " lists " + path + ", which was announced "
                        + (announced == null ? "nowhere" : "with another size or SHA-256"));
    }
}
