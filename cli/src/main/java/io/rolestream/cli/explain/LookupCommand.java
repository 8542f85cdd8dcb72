package io.rolestream.cli.explain;

import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.explain.LookupReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream lookup}. */
@Command(
        name = "lookup",
        description = "Shows the label of resumes on a cluster: votes, reasons, versions, revisions and origin.",
        footer = {
            "",
            "Reads the topic `labelled-roles`: first the partition that the ids belong to,",
            "and all others for ids that are not there. Keywords have their weights if",
            "--rules names the rule set that voted. Earlier revisions are shown until Kafka",
            "compacts them. Exits with 1 if an id has no label.",
            "",
            "Examples:",
            "  rolestream lookup r-17",
            "  rolestream lookup r-17 r-18 --json | jq .reasons"
        })
public final class LookupCommand extends CliCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of resumes.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--json", description = "Prints a JSON line for each label.")
    private boolean json;

    @Mixin
    private LookupOptions options = new LookupOptions();

    @Override
    public Integer call() throws InterruptedException {
        for (String id : ids) {
            if (id.isBlank() || id.length() > ResumeReader.MAX_ID_CHARS) {
                throw wrongUsage("an id has 1 to %d characters and is not blank: \"%s\""
                        .formatted(ResumeReader.MAX_ID_CHARS, id));
            }
        }
        List<LookupReport> reports = options.search(new LinkedHashSet<>(ids));
        if (reports == null) {
            return ExitCode.INTERRUPTED;
        }
        String gap = "";
        for (LookupReport report : reports) {
            if (json) {
                report.json().forEach(out()::println);
            } else {
                out().print(gap);
                report.print(out());
                gap = System.lineSeparator();
            }
        }
        return reports.stream().allMatch(LookupReport::isFound) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
