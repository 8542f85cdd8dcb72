package io.rolestream.cli.train;

import io.rolestream.common.files.Replacement;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.ModelTraining;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training that writes a directory: a Hugging Face checkpoint with the manifest and the smoke test of a version, as a
 * trainer would publish it.
 *
 * @param out the directory, which appears once complete; must not exist or be empty
 */
public record FileTraining(TrainingRequest request, Path out) {
    /** Directory of the files with which a stopped or killed training can continue. */
    public Path work() {
        Path absolute = out.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".work");
    }

    /**
     * Trains, and prints the result.
     *
     * @param stop true stops the training, which the same request continues later
     * @return whether the training is finished
     * @throws TrainingImpossibleException if the texts do not suffice
     */
    public boolean run(PrintWriter err, PrintWriter print, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        Optional<Candidate> candidate = ModelTraining.run(request, work(), new TrainingLines(err), stop);
        if (candidate.isEmpty()) {
            return false;
        }
        write(candidate.get());
        EvaluationTable.print(candidate.get().evaluation(), candidate.get().verdict(), print);
        Replacement.delete(work());
        return true;
    }

    private void write(Candidate candidate) throws IOException {
        Path complete = work().resolve("package");
        Replacement.delete(complete);
        candidate.packaged(Map.of()).write(complete);
        Files.deleteIfExists(out); // an empty directory that was given
        Files.move(complete, out, StandardCopyOption.ATOMIC_MOVE);
    }
}
