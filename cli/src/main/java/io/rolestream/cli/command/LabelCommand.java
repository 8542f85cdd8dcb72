package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Durations;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.write.CsvText;
import io.rolestream.files.write.KeptColumns;
import io.rolestream.files.write.LabelOutput;
import io.rolestream.files.write.OutputFormat;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.CarriedSettings;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.Services;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.waiting.LabelRun;
import io.rolestream.stream.waiting.LabelSummary;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.InferenceMeters;
import io.rolestream.stream.worker.LabellerModel;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream label}. */
@Command(
        name = "label",
        description = "Labels the resumes in a file or a folder. Writes one line for each, in their order.",
        footer = {
            "",
            "Without --bootstrap-servers, or with --rules, --model or --labeller, labels in",
            "this process on an embedded broker with temporary storage. With",
            "--bootstrap-servers, the labelling service of that cluster (`rolestream stream`)",
            "labels the resumes with its own rules.",
            "",
            "Examples:",
            "  rolestream label resumes.csv > roles.jsonl",
            "  rolestream label resumes.parquet --rules notebook --format csv -o roles.csv",
            "  rolestream label resumes.csv --model models/roberta/20260101-1",
            "  rolestream label resumes.csv --labeller zero-shot:models/bart-large-mnli",
            "  rolestream label cvs/ > roles.jsonl",
            "  rolestream label resumes.csv --keep-columns --format csv -o roles.csv",
            "  rolestream label resumes.jsonl -b localhost:9092"
        })
public final class LabelCommand extends CliCommand implements Callable<Integer> {
    /** Bad rows that are reported individually; the summary counts all. */
    private static final int BAD_ROWS_TOLD = 10;

    private static final String LABELLER = "model";
    private static final String MODEL_PATIENCE = "30d";

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ClusterOptions settings = new ClusterOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Also lets a model vote: a checkpoint directory from the trainer, or any that Hugging"
                    + " Face's transformers saved with the roles as its labels. The roles and the rule set that the"
                    + " directory carries are used, unless --taxonomy or --rules is given.",
            order = 0)
    private @Nullable Path model;

    @Option(
            names = "--labeller",
            paramLabel = "KIND:WHERE",
            description =
                    "Lets a labeller decide, such as zero-shot:DIR, nearest:DIR or linear:FILE; the rules' vote is"
                            + " recorded beside. docs/labellers.md lists the kinds.",
            order = 0)
    private @Nullable String labeller;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "Output format: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).",
            defaultValue = "json",
            order = 1)
    private OutputFormat format = OutputFormat.JSON;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Writes to this file, which appears once it is complete; by default, writes to standard"
                    + " output.",
            order = 2)
    private @Nullable Path out;

    @Option(
            names = "--csv-safe",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = CSV_SAFE,
            order = 3)
    private boolean csvSafe;

    @Option(
            names = "--keep-columns",
            description = "Writes all columns of the input after those of the label, in the formats json and csv. One"
                    + " whose name a label's column has too gets input_ before it.",
            order = 3)
    private boolean keepColumns;

    @Option(
            names = "--strict",
            description = "Exits with 3 if any row could not be labelled; without it, only if none could.",
            order = 3)
    private boolean strict;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Gives up if no label arrives for this long (default ${DEFAULT-VALUE}).",
            order = 4)
    private String timeout = "60s";

    private long badRows;

    @Override
    public Integer call() throws Exception {
        Duration patience = OptionValues.of("--timeout", () -> Durations.parse(timeout));
        boolean local = !rules.values().isEmpty() || model != null || labeller != null;
        boolean cluster = local ? settings.insistsOnCluster() : settings.namesCluster();
        if (cluster && !rules.values().isEmpty()) {
            throw new ConfigurationException("--rules and --taxonomy do not apply to the labelling service of a"
                    + " cluster; give them to `rolestream stream`, or omit --bootstrap-servers to label in this"
                    + " process");
        }
        if (model != null && labeller != null) {
            throw new ConfigurationException("give --model or --labeller, not both");
        }
        if (cluster && labeller != null) {
            throw new ConfigurationException(
                    "--labeller does not apply to a cluster; start `rolestream worker --labeller`"
                            + " there, or omit --bootstrap-servers to label in this process");
        }
        if (cluster && model != null) {
            throw new ConfigurationException("--model does not apply to a cluster; publish the model there"
                    + " (`rolestream models publish`), or omit --bootstrap-servers to label in this process");
        }
        if (keepColumns && format == OutputFormat.AVRO) {
            throw wrongUsage("--keep-columns does not apply to --format avro, whose schema is fixed");
        }
        try (RowSource source = input.open(settings.load(), keepColumns);
                LabelOutput output = LabelOutput.open(format, new CsvText(csvSafe), kept(source), out)) {
            LabelSummary summary =
                    cluster ? labelOnCluster(source, output, patience) : labelHere(source, output, patience);
            output.finish();
            return summary.hasNoLabel() || (strict && summary.hasUnlabelled())
                    ? ExitCode.NOT_ALL_LABELLED
                    : ExitCode.DONE;
        }
    }

    private KeptColumns kept(RowSource source) {
        return keepColumns ? KeptColumns.of(source.columnNames(), !input.namesIdColumn()) : KeptColumns.NONE;
    }

    private LabelSummary labelOnCluster(RowSource source, LabelOutput output, Duration patience) throws Exception {
        Settings loaded = settings.loadReachable();
        return label(source, output, patience, loaded, Cluster.of(loaded));
    }

    private LabelSummary labelHere(RowSource source, LabelOutput output, Duration patience) throws Exception {
        Map<String, String> ofCommand = new HashMap<>(rules.values());
        LabellerSpec spec = spec();
        if (spec != null && spec.kind().equals("rules")) {
            if (ofCommand.containsKey(StreamConfig.RULES)) {
                throw new ConfigurationException("give --rules or --labeller rules, not both");
            }
            ofCommand.put(StreamConfig.RULES, spec.where() == null ? RuleSet.DEFAULT : spec.where());
            spec = null;
        }
        String voter = spec != null ? spec.kind() : model == null ? null : LABELLER;
        ofCommand.put(StreamConfig.LABELLERS, voter == null ? "rules" : "rules," + voter);
        ofCommand.put(StreamConfig.TRAINING_EXAMPLES, "false");
        ofCommand.put(StreamConfig.RULES_FOLLOW, "false");
        if (voter != null) {
            // Every label must include the model's vote, however long that takes.
            ofCommand.put(StreamConfig.LABEL_DEADLINE, MODEL_PATIENCE);
            ofCommand.put(StreamConfig.EARLY_VOTE_RETENTION, MODEL_PATIENCE);
            ofCommand.put(WorkerConfig.MODEL_NAME, voter);
        }
        Map<String, String> values = CarriedSettings.with(model, ofCommand, settings::load, err()::println);
        Map<String, String> policy = spec == null ? Map.of() : Map.of(StreamConfig.DECISION_POLICY, "model");
        Settings loaded = settings.load(values, policy); // reports wrong settings before a broker starts
        LocalStack.@Nullable Models models = spec != null
                ? fixed(spec.kind(), Services.labeller(spec, loaded), StreamConfig.taxonomy(loaded))
                : model == null ? null : fixed(Services.model(model, loaded));
        EmbeddedKafka kafka = EmbeddedKafka.builder().build();
        try (LocalStack stack = LocalStack.start(
                kafka,
                broker -> {
                    values.putAll(broker);
                    return settings.load(values, policy);
                },
                models,
                null)) {
            return label(source, output, patience, stack.settings(), stack.cluster());
        }
    }

    private @Nullable LabellerSpec spec() {
        String given = labeller;
        return given == null ? null : OptionValues.of("--labeller", () -> LabellerSpec.parse(given));
    }

    private static LocalStack.Models fixed(LoadedModel loaded) {
        return (settings, registry, meters) ->
                new FixedModel(new ClassifierModel(loaded, LABELLER, new InferenceMeters(meters, LABELLER)));
    }

    private static LocalStack.Models fixed(String name, Labeller labeller, Taxonomy taxonomy) {
        return (settings, registry, meters) -> new FixedModel(new LabellerModel(labeller, name, taxonomy.names()));
    }

    private LabelSummary label(
            RowSource source, LabelOutput output, Duration patience, Settings loaded, Cluster cluster)
            throws InterruptedException {
        long start = System.nanoTime();
        LabelSummary summary;
        try (ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            summary = new LabelRun(rows, keepColumns, output, patience, this::tell)
                    .run(cluster, Configuration.resumeReader(loaded, cluster));
        }
        summary.print(err(), Duration.ofNanos(System.nanoTime() - start));
        return summary;
    }

    private void tell(BadRow row) {
        PrintWriter err = err();
        badRows++;
        if (badRows <= BAD_ROWS_TOLD) {
            err.println(input.name() + ": " + row.problem());
        } else if (badRows == BAD_ROWS_TOLD + 1) {
            err.println(input.name() + ": further unreadable rows are not listed here; each has a line with its error"
                    + " in the output");
        }
    }
}
