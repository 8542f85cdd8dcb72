package io.rolestream.trainer.recipe;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.evaluation.report.EvaluationTable;
import io.rolestream.models.artifact.VersionNames;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Trains on the texts of a file, without Kafka, into a directory as a trainer would publish it. A training that was
 * stopped leaves its work beside the directory, and the next one continues it.
 *
 * @param out must not exist, or be empty
 */
public record FileTraining(FileTexts texts, RuleSet rules, TrainingSettings settings, Path out) {
    private static final String LABELLER = "roberta";

    /**
     * Trains, and prints the evaluation.
     *
     * @param print where the evaluation is printed
     * @param err where progress is printed
     * @param watcher is told the progress too
     * @return whether it finished rather than being stopped
     * @throws TrainingImpossibleException if the texts do not suffice
     */
    public boolean run(PrintWriter print, PrintWriter err, TrainingMonitor watcher)
            throws IOException, InterruptedException, TrainingImpossibleException {
        TrainingRequest request = new TrainingRequest(LABELLER, version(), rules, texts, Map.of(), null, settings);
        Path absolute = out.toAbsolutePath();
        Path work = absolute.resolveSibling(absolute.getFileName() + ".work");
        try (StopSignal stop = StopSignal.install()) {
            Optional<Candidate> candidate =
                    ModelTraining.run(request, work, new TrainingLines(err).and(watcher), stop::isRequested);
            if (candidate.isEmpty()) {
                err.println("stopped; run the same command again to continue from " + work);
                return false;
            }
            finish(candidate.get(), work, print);
            return true;
        }
    }

    private void finish(Candidate candidate, Path work, PrintWriter print) throws IOException {
        Path complete = work.resolve("package");
        Replacement.delete(complete);
        candidate.packaged(Map.of()).write(complete);
        Files.deleteIfExists(out); // an empty directory that was given
        Files.move(complete, out, StandardCopyOption.ATOMIC_MOVE);
        EvaluationTable.print(candidate.evaluation(), candidate.verdict(), print);
        Replacement.delete(work);
    }

    /** The directory's name, so that a stopped training continues as the same version. */
    private String version() {
        String name = String.valueOf(out.toAbsolutePath().normalize().getFileName());
        return VersionNames.isName(name) ? name : "trained";
    }
}
