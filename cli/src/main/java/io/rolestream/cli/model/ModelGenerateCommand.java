package io.rolestream.cli.model;

import io.rolestream.cli.options.AnswerOptions;
import io.rolestream.cli.options.ComputeOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.options.PromptOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.inference.AnswerRun;
import io.rolestream.files.read.RowSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream model generate}. */
@Command(
        name = "generate",
        description = "Continues or answers a prompt with a model that writes text (T5, BART, Llama, Qwen2, Mistral):"
                + " prints the answer to one text while it is generated, or one JSON line for each row of a file, in"
                + " order.",
        footer = {
            "",
            "Examples:",
            "  rolestream model generate \"Kafka is\" --model smollm2 --max-new-tokens 40",
            "  rolestream model generate - --model smollm2-instruct --chat \\",
            "      --template \"Describe this person in two sentences: {text}\" < cv.txt",
            "  rolestream model generate --file resumes.csv --model flan-t5-small \\",
            "      --template \"Summarize: {text}\" > summaries.jsonl"
        })
@SuppressWarnings("NullAway.Init") // injected
public final class ModelGenerateCommand extends CliCommand implements Callable<Integer> {
    /** More than any model reads. */
    private static final int MOST_BYTES = 16 << 20;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "One text; - reads it from standard input.")
    private @Nullable String text;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The checkpoint's directory.",
            order = 1)
    private Path model;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file of texts instead: JSONL, a JSON array, CSV, TSV or Parquet, gzipped or not; - reads"
                    + " standard input.",
            order = 2)
    private @Nullable Path file;

    @Mixin
    private PromptOptions prompts;

    @Option(names = "--json", description = "Prints a JSON line for one text too, once it is complete.", order = 5)
    private boolean json;

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            description = "The file's column of texts. By default it is found by name (text, resume and similar, or"
                    + " else skills).",
            order = 6)
    private @Nullable String textColumn;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "The text's id. Rows without one get one that is made from their content.",
            order = 7)
    private @Nullable String idColumn;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error for a file; by default when that is a terminal.",
            order = 8)
    private @Nullable Boolean progress;

    @Mixin
    private AnswerOptions answers;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireConsistent();
        InferenceOptions options = compute.load();
        if (!options.longText().equals(LongText.head())) {
            throw new ConfigurationException(
                    "--windows: prompts are not read in windows; omit it, and long texts are cut");
        }
        CheckpointDirectory checkpoint = CheckpointDirectory.open(model);
        if (!(checkpoint.config().family() instanceof GeneratorFamily)) {
            throw new ConfigurationException(
                    "--model: models of the type " + checkpoint.config().type() + " do not generate text");
        }
        UnaryOperator<String> prompt = prompts.load(checkpoint.path());
        answers.check();
        String given = file == null ? text() : "";
        try (RowSource source = file == null ? null : RowSource.ofResumes(file, columns());
                TextGenerator generator = TextGenerator.open(checkpoint, options)) {
            AnswerRun run = new AnswerRun(generator, prompt, answers.load(generator), out(), err());
            if (file != null && source != null) {
                try (ProgressReport rows =
                        new ProgressReport(source, InputOptions.name(file), Progress.isShown(progress))) {
                    run.file(rows);
                }
            } else if (json) {
                run.printJson(given);
            } else {
                run.stream(given);
            }
        }
        return ExitCode.DONE;
    }

    private void requireConsistent() {
        if ((text == null) == (file == null)) {
            throw wrongUsage("give either a text or --file");
        }
        if (file == null && (textColumn != null || idColumn != null || progress != null)) {
            throw wrongUsage("--text-column, --id-column and --progress need --file");
        }
    }

    private ColumnNames columns() {
        return OptionValues.of("--id-column, --text-column", () -> new ColumnNames(idColumn, null, textColumn));
    }

    private String text() throws IOException {
        String given = "-".equals(text) ? standardInput() : String.valueOf(text);
        if (given.isBlank()) {
            throw new InputException(("-".equals(text) ? "standard input" : "the text") + " is empty");
        }
        return given;
    }

    private static String standardInput() throws IOException {
        byte[] bytes = System.in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new InputException("standard input has more than " + MOST_BYTES + " bytes; give one text");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
