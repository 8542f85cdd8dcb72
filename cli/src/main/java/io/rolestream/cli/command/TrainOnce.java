package io.rolestream.cli.command;

import io.rolestream.cli.options.TrainingOutput;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.StopSignal;
import io.rolestream.evaluation.report.EvaluationTable;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.RowSource;
import io.rolestream.models.artifact.VersionNames;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.review.AnswersFile;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.FileTexts;
import io.rolestream.trainer.recipe.ModelTraining;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingLines;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains from a file of resumes, without Kafka. */
final class TrainOnce {
    private static final String LABELLER = "roberta";
    private static final int BAD_ROWS_TOLD = 5;

    private final Path data;
    private final @Nullable Path answers;
    private final Path out;
    private final PrintWriter print;
    private final PrintWriter err;
    private long badRows;

    TrainOnce(Path data, @Nullable Path answers, Path out, PrintWriter print, PrintWriter err) {
        this.data = data;
        this.answers = answers;
        this.out = out;
        this.print = print;
        this.err = err;
    }

    /** Returns the exit code of the command. */
    int run(Settings settings) throws IOException, InterruptedException {
        TrainingOutput.requireFree(out);
        Taxonomy taxonomy = StreamConfig.taxonomy(settings);
        RuleSet rules = RuleSet.load(settings.string(StreamConfig.RULES), taxonomy);
        int threads = settings.isSet(TrainConfig.THREADS)
                ? TrainConfig.threads(settings)
                : Runtime.getRuntime().availableProcessors();
        TrainingSettings training = TrainConfig.trainingSettings(settings, rules, threads);
        FileTexts texts = read(answers(taxonomy));
        err.printf(
                Locale.ROOT,
                "%s: %,d resumes with %,d distinct texts, %,d of them answered; rules %s, base %s, seed %d%n",
                data,
                texts.resumes(),
                texts.size(),
                texts.answered(),
                rules.version(),
                training.base(),
                training.seed());
        TrainingRequest request = new TrainingRequest(LABELLER, version(), rules, texts, Map.of(), null, training);
        Path absolute = out.toAbsolutePath();
        Path work = absolute.resolveSibling(absolute.getFileName() + ".work");
        try (StopSignal stop = StopSignal.install()) {
            Optional<Candidate> candidate = ModelTraining.run(request, work, new TrainingLines(err), stop::isRequested);
            if (candidate.isEmpty()) {
                err.println("stopped; run the same command again to continue from " + work);
                return ExitCode.FAILED;
            }
            finish(candidate.get(), work);
        } catch (TrainingImpossibleException e) {
            throw new CommandFailedException(data + ": " + e.getMessage(), e);
        }
        print.printf("%nwrote %s%n  rolestream label --model %s FILE%n", out, out);
        if (answers != null) {
            print.printf(
                    "The answers are in this model only. To let a cluster's trainers learn from them, give them for its"
                            + " resumes:%n  rolestream review --answers %s%n",
                    answers);
        }
        return ExitCode.DONE;
    }

    /** Writes the directory as a trainer would publish it, and prints the result. */
    private void finish(Candidate candidate, Path work) throws IOException {
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

    private List<FileTexts.GivenRole> answers(Taxonomy taxonomy) {
        if (answers == null) {
            return List.of();
        }
        AnswersFile file = AnswersFile.read(answers, taxonomy);
        if (file.badRows() > 0) {
            throw new CommandFailedException(String.join("\n", file.problems())
                    + (file.badRows() > file.problems().size() ? "\n" + file.badRows() + " bad rows in total" : ""));
        }
        return file.answers().stream()
                .map(one -> new FileTexts.GivenRole(one.resumeId(), one.role(), one.drawnAtRandom()))
                .toList();
    }

    private FileTexts read(List<FileTexts.GivenRole> known) {
        try (RowSource source = RowSource.ofResumes(data, new ColumnNames(null, null, null));
                ProgressReport rows = new ProgressReport(source, data.toString(), Progress.isShown(null))) {
            FileTexts texts = FileTexts.read(rows, known, this::tell);
            if (badRows > BAD_ROWS_TOLD) {
                err.printf(Locale.ROOT, "%s: skipped %,d unreadable rows%n", data, badRows);
            }
            return texts;
        }
    }

    private void tell(BadRow row) {
        badRows++;
        if (badRows <= BAD_ROWS_TOLD) {
            err.println(data + ": " + row.problem());
        }
    }
}
