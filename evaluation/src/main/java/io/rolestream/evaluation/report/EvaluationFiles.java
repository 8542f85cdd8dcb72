package io.rolestream.evaluation.report;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.verdict.GateVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes a model's evaluation into its directory: {@value EvaluationJson#FILE}, the model card, and its plots. */
public final class EvaluationFiles {
    private EvaluationFiles() {}

    /**
     * The plots show the set that the gate judged. The card shows those of the training that the directory holds, too.
     *
     * @param directory the checkpoint's
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, ModelFacts facts, Evaluation evaluation, GateVerdict verdict)
            throws IOException {
        SetEvaluation judged = Objects.requireNonNull(evaluation.set(verdict.judgedOn()));
        Files.write(directory.resolve(EvaluationJson.FILE), JsonFiles.write(EvaluationJson.of(evaluation, verdict)));
        write(directory, ModelCard.FILE, ModelCard.text(facts, evaluation, verdict, TrainingSection.of(directory)));
        String where = " on " + judged.name().key();
        write(
                directory,
                ModelCard.CONFUSION,
                ConfusionPlot.of(judged.of(Contender.MODEL).confusion(), "Confusion matrix of the model" + where));
        write(directory, ModelCard.ROLES, RolePlot.of(judged));
        write(
                directory,
                ModelCard.RELIABILITY,
                ReliabilityPlot.of(
                        judged.calibrationOf(Contender.MODEL).bins(), "Reliability of the model's confidence" + where));
    }

    private static void write(Path directory, String file, String text) throws IOException {
        Files.write(directory.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }
}
