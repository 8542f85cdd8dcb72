package io.rolestream.cli.recommend;

import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.files.OutputPlace;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.files.judge.DescriptionJson;
import io.rolestream.files.judge.DescriptionRun;
import io.rolestream.files.judge.DescriptionText;
import io.rolestream.matching.judge.DescriptionReport;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream recommend judge}. */
@Command(
        name = "judge",
        description = "Judges descriptions of jobs that were written for resumes: role and skills by the rules,"
                + " invented skills, copied text, repetition, length and, with --judge, the score of a model that was"
                + " never used as a reward.",
        footer = {
            "",
            "FILE has JSON lines, each with a resume (skills, text or both; role if it is",
            "known) and a description. Lines with the same resumeId are of one resume.",
            "",
            "Examples:",
            "  rolestream recommend judge descriptions.jsonl",
            "  rolestream recommend judge descriptions.jsonl --column aligned \\",
            "    --versus before --judge judge-1 --reward reward-1 -o report.json"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class RecommendJudgeCommand extends CliCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "JSON lines of resumes and descriptions.")
    private Path file;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The descriptions' field (default ${DEFAULT-VALUE}).",
            order = 1)
    private String column = "description";

    @Option(
            names = "--versus",
            paramLabel = "NAME",
            description = "The field of other descriptions of the same resumes, to compare with.",
            order = 1)
    private @Nullable String versus;

    @Option(
            names = "--judge",
            paramLabel = "DIR",
            description = "A reward model of another seed and other data than the one that was the reward.",
            order = 2)
    private @Nullable Path judge;

    @Option(names = "--reward", paramLabel = "DIR", description = "The model that was the reward.", order = 2)
    private @Nullable Path reward;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Also writes the figures as JSON.",
            order = 3)
    private @Nullable Path out;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SettingsOptions.Rules rules;

    @Override
    public Integer call() throws Exception {
        if (out != null) {
            OutputPlace.requireFile("-o", out);
        }
        Settings loaded = settings.load(rules.values());
        RuleSet ruleSet = StreamConfig.ruleSet(loaded);
        InferenceOptions inference = ModelsConfig.settings(loaded).inference();
        DescriptionReport report =
                OptionValues.check(() -> new DescriptionRun(file, column, versus, judge, reward, ruleSet, inference)
                        .report(warning -> err().println("rolestream: warning: " + warning)));
        int exit = print(DescriptionText.of(report, column, versus));
        if (out != null) {
            JsonFiles.replace(out, DescriptionJson.of(report, column, versus));
        }
        return exit;
    }
}
