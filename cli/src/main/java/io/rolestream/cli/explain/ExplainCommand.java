package io.rolestream.cli.explain;

import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.TextExplanation;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.explain.LabelDetails;
import io.rolestream.stream.explain.LabelPrinter;
import io.rolestream.stream.explain.LookupReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream explain}. */
@Command(
        name = "explain",
        description = "Explains the label of a resume on a cluster, or of a text: keywords with their weights,"
                + " probabilities, and how the decision follows from the votes.",
        footer = {
            "",
            "With --text, rules and model of this machine vote; no cluster is needed. With",
            "an ID, the votes are those of the label on the cluster; give --rules if others",
            "than the default rules voted. `rolestream lookup ID` shows all of the label.",
            "",
            "Examples:",
            "  rolestream explain r-17",
            "  rolestream explain --text \"Airflow, Spark, SQL\"",
            "  rolestream explain --text \"Java, AWS\" --model models/roberta/20260101-1"
        })
public final class ExplainCommand extends CliCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The id of a resume.")
    private @Nullable String id;

    @Option(names = "--text", paramLabel = "TEXT", description = "Explains this text, such as skills, in quotes.")
    private @Nullable String text;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "With --text: also lets the model in this directory vote, with the roles and rules that it"
                    + " carries, unless --taxonomy or --rules is given.")
    private @Nullable Path model;

    @Option(names = "--json", description = "Prints JSON, as `lookup` does.")
    private boolean json;

    @Mixin
    private LookupOptions options = new LookupOptions();

    @Override
    public Integer call() throws InterruptedException, IOException, ModelRefusedException, ExecutionException {
        if ((id == null) == (text == null)) {
            throw wrongUsage("give either the id of a resume or --text TEXT");
        }
        if (text == null && model != null) {
            throw wrongUsage("--model needs --text; the label of a resume has the votes of the cluster's model");
        }
        return text == null ? explainLabel(String.valueOf(id)) : explainText(text);
    }

    private int explainLabel(String resumeId) throws InterruptedException {
        if (resumeId.isBlank() || resumeId.length() > ResumeReader.MAX_ID_CHARS) {
            throw wrongUsage("an id has 1 to %d characters and is not blank".formatted(ResumeReader.MAX_ID_CHARS));
        }
        List<LookupReport> reports = options.search(Set.of(resumeId));
        if (reports == null) {
            return ExitCode.INTERRUPTED;
        }
        for (LookupReport report : reports) {
            if (json) {
                report.json().forEach(out()::println);
            } else {
                report.explain(out());
            }
        }
        return reports.stream().allMatch(LookupReport::isFound) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int explainText(String asked)
            throws InterruptedException, IOException, ModelRefusedException, ExecutionException {
        Settings settings = options.load(model, err()::println);
        LabelDetails details = TextExplanation.of(asked, model, settings);
        if (json) {
            out().println(details.json());
        } else {
            new LabelPrinter(out()).explain(details);
        }
        return ExitCode.DONE;
    }
}
