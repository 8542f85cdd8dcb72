package io.rolestream.cli.study;

import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.StopSignal;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.study.Study;
import io.rolestream.trainer.study.StudyFiles;
import io.rolestream.trainer.study.StudyOptions;
import io.rolestream.trainer.study.StudyReport;
import io.rolestream.trainer.study.StudyResult;
import io.rolestream.trainer.study.StudyTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream study}. */
@Command(
        name = "study",
        subcommands = StudyGirlCommand.class,
        description = "Repeats the first study, which compared four labellers on 155 resumes, and says what its figures"
                + " mean. Models that are not named are left out.",
        footer = {
            "",
            "Example:",
            "  rolestream study resumes.parquet --base roberta-base \\",
            "    --zero-shot facebook/bart-large-mnli --prompted google/flan-t5-small \\",
            "    --grid --out study"
        })
public final class StudyCommand extends CliCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Resumes, of which only the skills are read; without"
                    + " a file, 155 generated ones with as many labels of each role as the study's.")
    private @Nullable Path file;

    @Option(names = "--skills-column", paramLabel = "NAME", description = "Column with the skills.")
    private @Nullable String skillsColumn;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "The model to fine-tune, roberta-base in the study: a"
                    + " checkpoint directory, compact, or a name on a hub.")
    private @Nullable String base;

    @Option(names = "--zero-shot", paramLabel = "MODEL", description = "The entailment model.")
    private @Nullable String zeroShot;

    @Option(names = "--prompted", paramLabel = "MODEL", description = "The model to prompt, a T5.")
    private @Nullable String prompted;

    @Option(
            names = "--grid",
            description = "Tries the study's own next steps: resampling, class weights, learning rate,"
                    + " weight decay, dropout.")
    private boolean grid;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Directory for figures and predictions.")
    private @Nullable Path out;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings loaded = settings.load();
        int threads = Runtime.getRuntime().availableProcessors();
        StudyOptions options = new StudyOptions(
                base, zeroShot, prompted, grid, rules -> TrainConfig.trainingSettings(loaded, rules, threads), threads);
        if (out != null) {
            StudyFiles.prepare(out);
        }
        StudyResult result;
        try (StopSignal stop = StopSignal.install()) {
            result = new Study(StudyTexts.open(file, skillsColumn, err()), options, err(), stop::isRequested).run();
            StudyReport.print(result, out());
            if (out != null) {
                StudyFiles.write(result, out);
            }
        }
        return result.stopped() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
