package io.rolestream.trainer.service;

import io.rolestream.evaluation.report.EvaluationTable;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingLines;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingProcedure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training of roles that also prints its progress and its evaluation, for people who watch a trainer in a terminal.
 *
 * @param out for the lines of a training without Kafka, and the table of its evaluation
 */
public record ShownTraining(TrainingProcedure procedure, PrintWriter out) implements TrainingProcedure {
    @Override
    public Optional<Candidate> run(TrainingRequest request, Path work, TrainingMonitor monitor, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        out.printf("training %s %s%n", request.name(), request.version());
        Optional<Candidate> candidate = procedure.run(request, work, monitor.and(new TrainingLines(out)), stop);
        candidate.ifPresentOrElse(
                made -> EvaluationTable.print(made.evaluation(), made.verdict(), out),
                () -> out.println("stopped; it continues after the next start, if this trainer leads then"));
        out.flush();
        return candidate;
    }

    @Override
    public void ended(String model, TrainingOutcome outcome) {
        if (outcome.kind() != TrainingOutcome.Kind.STOPPED) {
            outcome.lines(model).forEach(out::println);
            out.flush();
        }
    }
}
