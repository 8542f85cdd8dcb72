package io.rolestream.cli.command;

import io.rolestream.cli.options.ReportOption;
import io.rolestream.cli.support.BadRows;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.OutputPlace;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.read.RowSource;
import io.rolestream.local.services.Configuration;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.review.AnswersFile;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.recipe.FileTexts;
import io.rolestream.trainer.recipe.FileTraining;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingSettings;
import io.rolestream.trainer.service.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Trains from a file of resumes, without Kafka. */
final class TrainOnce {
    private static final int BAD_ROWS_TOLD = 5;

    private final Path data;
    private final @Nullable Path answers;
    private final Path out;
    private final PrintWriter print;
    private final PrintWriter err;

    TrainOnce(Path data, @Nullable Path answers, Path out, PrintWriter print, PrintWriter err) {
        this.data = data;
        this.answers = answers;
        this.out = out;
        this.print = print;
        this.err = err;
    }

    /** Returns the exit code of the command. */
    int run(Settings settings, ReportOption option) throws IOException, InterruptedException {
        OutputPlace.requireFree(out);
        Taxonomy taxonomy = StreamConfig.taxonomy(settings);
        RuleSet rules = StreamConfig.ruleSet(settings);
        int threads = settings.isSet(TrainConfig.THREADS)
                ? TrainConfig.threads(settings)
                : Runtime.getRuntime().availableProcessors();
        TrainingSettings training = TrainConfig.trainingSettings(settings, rules, threads);
        List<FileTexts.GivenRole> known = answers(taxonomy);
        try (TrainingReport report = option.start(settings, out, "reading")) {
            FileTexts texts = read(known, Configuration.resumeReading(settings));
            err.printf(
                    Locale.ROOT,
                    "%s: %s with %s, %,d of them answered; rules %s, base %s, seed %d%n",
                    data,
                    Counted.of(texts.resumes(), "resume"),
                    Counted.of(texts.size(), "distinct text"),
                    texts.answered(),
                    rules.version(),
                    training.base(),
                    training.seed());
            if (!new FileTraining(texts, rules, training, out).run(print, err, report)) {
                return ExitCode.FAILED;
            }
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

    private List<FileTexts.GivenRole> answers(Taxonomy taxonomy) {
        if (answers == null) {
            return List.of();
        }
        return AnswersFile.read(answers, taxonomy).requireSound().answers().stream()
                .map(one -> new FileTexts.GivenRole(one.resumeId(), one.role(), one.drawnAtRandom()))
                .toList();
    }

    private FileTexts read(List<FileTexts.GivenRole> known, ResumeReading reading) {
        BadRows bad = new BadRows(err, data.toString(), BAD_ROWS_TOLD);
        try (RowSource source = RowSource.ofResumes(data, ColumnNames.AUTOMATIC, reading.documents());
                ProgressReport rows = new ProgressReport(source, data.toString(), Progress.isShown(null))) {
            FileTexts texts = FileTexts.read(rows, known, reading.reader(), bad::add);
            bad.sum("unreadable row", "unreadable rows");
            return texts;
        }
    }
}
