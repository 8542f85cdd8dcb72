package io.rolestream.cli.evaluate;

import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.StopSignal;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.report.ComparisonText;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.comparison.FileComparison;
import io.rolestream.files.comparison.FileComparison.InputFile;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.comparison.RunListener;
import io.rolestream.local.services.CarriedSettings;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.Services;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream evaluate}. */
@Command(
        name = "evaluate",
        description = "Compares labellers on the texts of a file: scores with intervals, tests of the differences from"
                + " the first labeller, calibration, speed.",
        footer = {
            "",
            "Example:",
            "  rolestream evaluate roles.csv --labels role \\",
            "    --labellers rules:default,model:my-model,linear \\",
            "    --train resumes.csv --out report",
            "",
            "The roles and rules that the first model carries are used, unless --taxonomy",
            "or --rules is given."
        })
@SuppressWarnings("NullAway.Init") // injected
public final class EvaluateCommand extends CliCommand implements Callable<Integer> {
    private static final String RULES = "rules";
    private static final String MODEL = "model";

    @Mixin
    private InputOptions input;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SettingsOptions.Rules rules;

    @Option(
            names = "--labellers",
            required = true,
            split = ",",
            paramLabel = "KIND[:WHERE]",
            description = "What to compare, separated by commas; all others are compared with the first.",
            order = 0)
    private List<String> labellers;

    @Option(
            names = "--labels",
            paramLabel = "COLUMN",
            description = "Column with the right roles; without it, only agreement is measured.",
            order = 1)
    private @Nullable String labels;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Also writes report.html, report.json, report.csv, and predictions.jsonl with every answer.",
            order = 2)
    private @Nullable Path out;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "Texts that majority and linear learn, labelled by the rules; those in FILE are left out.",
            order = 2)
    private @Nullable Path train;

    @Option(names = "--train-labels", paramLabel = "COLUMN", description = "Roles to learn instead.", order = 2)
    private @Nullable String trainLabels;

    @Option(
            names = "--tune",
            paramLabel = "FILE",
            description = "Texts to match priors on, to the shares of the rules' labels; those in FILE are left out.",
            order = 3)
    private @Nullable Path tune;

    @Option(
            names = "--tune-labels",
            paramLabel = "COLUMN",
            description = "Column of --tune with the right roles to match instead; also fits temperatures.",
            order = 3)
    private @Nullable String tuneLabels;

    @Option(names = "--keep-priors", description = "Stores matched priors in labeller.json.", order = 3)
    private boolean keepPriors;

    @Option(
            names = "--strict",
            description = "Exits with 3 if a labeller does not finish, or fails on a text.",
            order = 3)
    private boolean strict;

    @Override
    public Integer call() throws InterruptedException, ModelRefusedException {
        if ((train == null && trainLabels != null) || (tune == null && (tuneLabels != null || keepPriors))) {
            throw wrongUsage("--train-labels needs --train; --tune-labels and --keep-priors need --tune");
        }
        Settings loaded = settings.load(CarriedSettings.with(model(), rules.values(), settings::load, err()::println));
        FileComparison.Request request = new FileComparison.Request(
                named(loaded),
                Services.labellerOptions(loaded),
                new InputFile(input.file(), input.columns(labels)),
                file(train, trainLabels),
                file(tune, tuneLabels),
                keepPriors,
                Configuration.resumeReading(loaded),
                StreamConfig.ruleSet(loaded),
                out);
        FileComparison files = FileComparison.read(request, err()::println);
        try (StopSignal stop = StopSignal.install();
                EvaluationProgress bar = new EvaluationProgress()) {
            Comparison comparison = files.run(input.showsProgress() ? bar : new RunListener() {}, stop::isRequested);
            print(ComparisonText.of(comparison));
            return comparison.compared().isEmpty()
                    ? ExitCode.FAILED
                    : strict && !comparison.isComplete() ? ExitCode.NOT_ALL_LABELLED : ExitCode.DONE;
        }
    }

    /** The first model to compare; its roles are those of the comparison unless others are chosen. */
    private @Nullable Path model() {
        return labellers.stream()
                .map(labeller -> OptionValues.of("--labellers", () -> LabellerSpec.parse(labeller)))
                .filter(labeller -> labeller.kind().equals(MODEL) && labeller.where() != null)
                .map(labeller -> Path.of(String.valueOf(labeller.where())))
                .findFirst()
                .orElse(null);
    }

    /** Rules without a name are those that the settings name. */
    private List<String> named(Settings loaded) {
        String rulesOfSettings = loaded.string(StreamConfig.RULES);
        String chosen = rulesOfSettings.equals(RuleSet.DEFAULT) ? RULES : RULES + ":" + rulesOfSettings;
        return labellers.stream()
                .map(labeller -> labeller.equals(RULES) ? chosen : labeller)
                .toList();
    }

    private static @Nullable InputFile file(@Nullable Path file, @Nullable String column) {
        return file == null ? null : new InputFile(file, new ColumnNames(null, null, null, column));
    }
}
