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
 * One training whose result is a directory: an ordinary Hugging Face checkpoint with the manifest and the smoke test of a version, as a
 * trainer would publish it.
 *
 * @param out the directory, which appears when it is whole; not there yet, or empty
 */
public record FileTraining(TrainingRequest request, Path out) {
    /** Where a training that is stopped or killed leaves what the next one goes on with. */
    public Path work() {
        Path absolute = out.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".work");
    }

    /**
     * Trains, and prints what comes of it.
     *
     * @param stop true ends the training, which the same request goes on with later
     * @return whether all is done
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
