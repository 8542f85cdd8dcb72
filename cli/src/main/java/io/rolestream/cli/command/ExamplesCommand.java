package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.files.write.CsvText;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.ExampleStoreException;
import io.rolestream.trainer.examples.StatisticsReport;
import io.rolestream.trainer.export.ExampleFile;
import io.rolestream.trainer.keywords.KeywordReport;
import io.rolestream.trainer.keywords.KeywordTable;
import io.rolestream.trainer.keywords.ModelContradictions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code rolestream examples}. */
@Command(
        name = "examples",
        description =
                "Shows the examples that the trainer on this machine has accumulated. The trainer may be running.",
        synopsisSubcommandLabel = "(stats | export | keywords)",
        footer = {
            "",
            "Examples:",
            "  rolestream examples stats",
            "  rolestream examples export examples.parquet --split train",
            "  rolestream examples keywords -b kafka:9092 \\",
            "      --schema-registry-url http://registry:8081"
        })
public final class ExamplesCommand extends CommandGroup {
    @Command(
            name = "stats",
            description = "Counts examples by role, split and rule set, and shows how often people agree with the"
                    + " rules.",
            mixinStandardHelpOptions = true)
    int stats(
            @Option(names = "--json", description = "Prints the result as JSON.") boolean json,
            @Mixin SettingsOptions options) {
        Path directory = directory(options);
        read(directory, reader -> {
            var report = new StatisticsReport(directory, reader.statistics());
            if (json) {
                out().println(report.json().toPrettyString());
            } else {
                report.print(out());
            }
        });
        return ExitCode.DONE;
    }

    @Command(
            name = "export",
            description = "Exports the examples, including their texts, to a file. The file's extension sets the"
                    + " format.",
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(
                            paramLabel = "FILE",
                            description = "FILE.parquet, FILE.jsonl or FILE.csv; an existing file is replaced.")
                    Path file,
            @Option(
                            names = "--split",
                            paramLabel = "SIDE",
                            converter = SplitConverter.class,
                            description = "Exports only one side of the split: train, validation or test.")
                    @Nullable
                    ExampleSplit split,
            @Option(
                            names = "--csv-safe",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description = CSV_SAFE)
                    boolean csvSafe,
            @Mixin SettingsOptions options) {
        ExampleFile target = ExampleFile.of(file, new CsvText(csvSafe))
                .orElseThrow(() -> wrongUsage("the file must end in .parquet, .jsonl or .csv; got " + file));
        read(directory(options), reader -> {
            long written = target.write(reader.examples(split));
            err().println(Counted.of(written, "example") + " in " + file);
        });
        return ExitCode.DONE;
    }

    @Command(
            name = "keywords",
            description = "Lists the rule keywords behind the votes that people contradict most often. With a cluster"
                    + " (-b), also shows how often the model contradicts them.",
            mixinStandardHelpOptions = true)
    int keywords(
            @Option(names = "--json", description = "Prints all keywords as JSON.") boolean json,
            @Option(
                            names = "--count",
                            paramLabel = "N",
                            description = "Number of keywords in the table (default ${DEFAULT-VALUE}).",
                            defaultValue = "20")
                    int count,
            @Mixin SettingsOptions.Rules ruleOptions,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        require("--count", count, 1, Integer.MAX_VALUE);
        Settings settings = options.load(ruleOptions.values());
        RuleSet rules = StreamConfig.ruleSet(settings);
        boolean byModel = options.namesCluster();
        Map<String, Long> contradictions = null;
        if (byModel) {
            ClusterCheck.requireReachable(settings);
            contradictions = ModelContradictions.read(Cluster.of(settings), rules);
        }
        @Nullable Map<String, Long> known = contradictions;
        read(settings.path(TrainerConfig.DATA_DIRECTORY), reader -> {
            var table = new KeywordTable(KeywordReport.of(reader, rules, known), byModel);
            if (json) {
                out().println(table.json().toPrettyString());
            } else {
                table.print(out(), count);
            }
        });
        return ExitCode.DONE;
    }

    private static Path directory(SettingsOptions options) {
        return options.load().path(TrainerConfig.DATA_DIRECTORY);
    }

    private static void read(Path directory, Consumer<ExampleReader> action) {
        try (ExampleReader reader = ExampleReader.open(directory)) {
            action.accept(reader);
        } catch (ExampleStoreException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Accepts the names in any letter case, and {@code hold-out} for validation. */
    static final class SplitConverter implements ITypeConverter<ExampleSplit> {
        @Override
        public ExampleSplit convert(String value) {
            String name = value.toLowerCase(Locale.ROOT);
            if (name.equals("hold-out")) {
                return ExampleSplit.VALIDATION;
            }
            return Arrays.stream(ExampleSplit.values())
                    .filter(split -> split.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of %s, not %s"
                            .formatted(
                                    Arrays.stream(ExampleSplit.values())
                                            .map(ExampleSplit::key)
                                            .collect(Collectors.joining(", ")),
                                    value)));
        }
    }
}
