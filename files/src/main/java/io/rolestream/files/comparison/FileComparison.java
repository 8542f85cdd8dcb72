package io.rolestream.files.comparison;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.columns.ColumnNames;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.files.read.RowSource;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.comparison.Entrant;
import io.rolestream.labellers.comparison.Entrants;
import io.rolestream.labellers.comparison.LabellerRuns;
import io.rolestream.labellers.comparison.RunListener;
import io.rolestream.labellers.comparison.Tuning;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares labellers on the texts of a file. */
public final class FileComparison implements RunListener {
    private static final int BAD_ROWS_TOLD = 10;

    private final Request request;
    private final Consumer<String> messages;
    private final List<String> remarks = new ArrayList<>();
    private final ComparisonTexts texts;
    private final List<Entrant> entrants;

    /** A file of texts; with a column of roles, these are the right ones. */
    public record InputFile(Path path, ColumnNames columns) {
        String name() {
            return path.toString().equals("-") ? "standard input" : String.valueOf(path.getFileName());
        }
    }

    /**
     * What to compare.
     *
     * @param labellers at least one, such as {@code zero-shot:DIR}; the others are compared with the first
     * @param options without texts to learn from
     * @param training texts to learn from; null for none
     * @param tuning texts to tune on; null for none
     * @param keepPriors whether labellers store the priors that they are tuned to
     * @param reading how all of the files are read
     * @param rules label the other texts that have no labels; their taxonomy has the roles
     * @param out the directory of the report; null for none
     */
    public record Request(
            List<String> labellers,
            LabellerOptions options,
            InputFile texts,
            @Nullable InputFile training,
            @Nullable InputFile tuning,
            boolean keepPriors,
            ResumeReading reading,
            RuleSet rules,
            @Nullable Path out) {
        public Request {
            labellers = List.copyOf(labellers);
        }
    }

    private FileComparison(Request request, Consumer<String> messages) {
        this.request = request;
        this.messages = messages;
        this.texts = read(request.texts());
        this.entrants = entrants(request.rules().taxonomy());
    }

    /**
     * Reads the files; no labeller is opened yet.
     *
     * @param messages receives what people should know while it runs
     * @throws ConfigurationException if there is no such kind of labeller
     * @throws InputException if a file cannot be read, has no texts, or has roles that the taxonomy lacks
     */
    public static FileComparison read(Request request, Consumer<String> messages) {
        return new FileComparison(request, messages);
    }

    /**
     * Runs all labellers, and writes the report.
     *
     * @param stopped once true, the report is written with what has been done
     * @throws io.rolestream.files.write.OutputException if the report cannot be written
     */
    public Comparison run(RunListener listener, BooleanSupplier stopped) throws InterruptedException {
        Taxonomy taxonomy = request.rules().taxonomy();
        Path out = request.out();
        try (ComparisonDirectory report = out == null ? null : ComparisonDirectory.open(out, taxonomy, texts)) {
            List<RunListener> all = new ArrayList<>(List.of(this, listener));
            if (report != null) {
                all.add(report.predictions());
            }
            List<LabellerRun> runs =
                    new LabellerRuns(taxonomy, texts.texts(), RunListener.all(all), stopped).run(entrants);
            Comparison comparison = Comparison.of(texts.compared(taxonomy, remarks), runs);
            if (report != null) {
                report.finish(comparison);
                messages.accept("wrote " + out + "; begin with " + ComparisonDirectory.PAGE);
            }
            return comparison;
        }
    }

    @Override
    public void opening(String labeller, int count) {
        messages.accept(labeller + ": opening");
    }

    @Override
    public void ended(LabellerRun run) {
        messages.accept(run.summary());
    }

    private List<Entrant> entrants(Taxonomy taxonomy) {
        LabellerOptions options = request.options();
        OtherTexts training = others(request.training(), List.of(texts), "to learn from");
        List<ComparisonTexts> used = new ArrayList<>(List.of(texts));
        if (training != null) {
            // With the rules' labels, only labellers that learn nothing are tuned.
            if (request.tuning() != null && request.tuning().columns().roleColumn() != null) {
                used.add(training.texts());
            }
            options = options.withTraining(training.training(request.rules()));
        }
        OtherTexts tuning = others(request.tuning(), used, "to tune on (" + Tuning.MOST_TEXTS + " at most are used)");
        Tuning fit = tuning == null ? null : tuning.tuning(request.rules(), request.keepPriors());
        if (fit != null && !fit.isEnough()) {
            remarks.add("These are too few right roles to tune on; no labeller is tuned.");
        }
        try {
            return Entrants.of(request.labellers(), options, taxonomy, fit);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--labellers: " + e.getMessage(), e);
        }
    }

    private @Nullable OtherTexts others(@Nullable InputFile file, List<ComparisonTexts> used, String use) {
        if (file == null) {
            return null;
        }
        OtherTexts others = OtherTexts.of(read(file), used, use);
        remarks.add(others.remark());
        return others;
    }

    private ComparisonTexts read(InputFile file) {
        boolean labelled = file.columns().roleColumn() != null;
        long[] bad = new long[1];
        try (RowSource source = RowSource.ofResumes(
                file.path(), file.columns(), request.reading().documents())) {
            ComparisonTexts texts = ComparisonReader.read(
                    source,
                    file.name(),
                    request.rules().taxonomy(),
                    labelled,
                    request.reading().reader(),
                    row -> {
                        if (bad[0]++ < BAD_ROWS_TOLD) {
                            messages.accept(file.name() + ": " + row.problem());
                        }
                    });
            if (texts.rows().isEmpty()) {
                throw new InputException(file.name() + ": no row has a text"
                        + (labelled
                                ? " and a role in the column \""
                                        + file.columns().roleColumn() + "\""
                                : ""));
            }
            if (bad[0] > BAD_ROWS_TOLD) {
                messages.accept(file.name() + ": skipped " + Counted.of(bad[0], "row") + " in all");
            }
            return texts;
        }
    }
}
