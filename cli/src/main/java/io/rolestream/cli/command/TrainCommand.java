package io.rolestream.cli.command;

import io.rolestream.cli.SettingsOptions;
import io.rolestream.config.Settings;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.training.RecipeConfig;
import io.rolestream.trainer.training.TrainingSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Trains.", mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Option(names = "--once")
    private boolean once;

    @Option(names = "--data")
    private Path data = Path.of("");

    @Option(names = "--answers")
    private @Nullable Path answers;

    @Option(names = "--out")
    private Path out = Path.of("");

    @Option(names = "--base")
    private String base = "compact";

    @Option(names = "--seed")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(rules.values());
        return new TrainOnce(
                        data,
                        answers,
                        out,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(
                        settings,
                        new TrainingSettings(
                                base,
                                seed,
                                Runtime.getRuntime().availableProcessors(),
                                40000,
                                RecipeConfig.recipe(settings, io.rolestream.classifier.rules.RuleSet.load(settings.string(io.rolestream.stream.StreamConfig.RULES), io.rolestream.stream.StreamApp.taxonomy(settings))),
                                GateConfig.limits(settings)));
    }
}
