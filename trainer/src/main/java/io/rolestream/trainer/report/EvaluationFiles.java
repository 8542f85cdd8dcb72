package io.rolestream.trainer.report;

import io.rolestream.classifier.checkpoint.JsonFiles;
import io.rolestream.models.version.VersionDetails;
import io.rolestream.trainer.evaluation.DecisionParameters;
import io.rolestream.trainer.evaluation.Evaluation;
import io.rolestream.trainer.evaluation.SetEvaluation;
import io.rolestream.trainer.gate.GateVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes what is told of a model into its directory: {@value EvaluationJson#FILE}, the model card, and its plots. */
public final class EvaluationFiles {
    private EvaluationFiles() {}

    /**
     * Writes the files; those that are there already are replaced. The plots are of the set that the gate judged on.
     *
     * @param directory the checkpoint's
     * @param details of the version that is to be published, with the temperature and the coefficient of the evaluation
     * @throws IllegalArgumentException if the details have another temperature or coefficient than was evaluated
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, VersionDetails details, Evaluation evaluation, GateVerdict verdict)
            throws IOException {
        check(details, evaluation.parameters());
        SetEvaluation judged = Objects.requireNonNull(evaluation.set(verdict.judgedOn()));
        Files.write(directory.resolve(EvaluationJson.FILE), JsonFiles.write(EvaluationJson.of(evaluation, verdict)));
        write(directory, ModelCard.FILE, ModelCard.text(details, evaluation, verdict));
        write(directory, ModelCard.CONFUSION, ConfusionPlot.of(judged));
        write(directory, ModelCard.ROLES, RolePlot.of(judged));
        write(directory, ModelCard.RELIABILITY, ReliabilityPlot.of(judged));
    }

    private static void write(Path directory, String file, String text) throws IOException {
        Files.write(directory.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(VersionDetails details, DecisionParameters evaluated) {
        Float coefficient = details.ruleCoefficient();
        DecisionParameters published = new DecisionParameters(
                details.temperature(),
                coefficient == null ? DecisionParameters.DEFAULT.ruleCoefficient() : coefficient);
        if (!published.equals(evaluated)) {
            throw new IllegalArgumentException(details.name() + "/" + details.version() + " is to be published with "
                    + published + ", but was evaluated with " + evaluated);
        }
    }
}
