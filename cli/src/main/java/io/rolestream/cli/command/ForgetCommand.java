package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Durations;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.SmallFile;
import io.rolestream.common.service.StopSignal;
import io.rolestream.common.text.Counted;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.access.ClientNames;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.forget.Erasure;
import io.rolestream.stream.forget.Forgetting;
import io.rolestream.stream.forget.Holdings;
import io.rolestream.stream.forget.ReadingGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream forget}. */
@Command(
        name = "forget",
        description = "Erases resumes, or jobs, from all topics and partitions, whichever client sent them.",
        footer = {
            "",
            "Prints which partitions of which topics hold records of each resume, then sends",
            "null values. The labelling service erases label, state, disagreement, example",
            "and answers, the recommender the list of jobs; records of `resumes`,",
            "`resumes-dlq`, `label-votes` and `job-feedback` are deleted by age. A running",
            "trainer, or the next `train matcher|reward -b`, erases its copies of feedback",
            "(`matches.db`). For a job, the recommender erases its label and its list of",
            "resumes, and computes again the lists that it was in.",
            "Reads all of these topics, once for all ids. Before a resume is sent again, let",
            "--wait return. Exits with 1 if no topic has a record of one of the ids.",
            "",
            "Examples:",
            "  rolestream forget r-17 r-18 --wait 1m",
            "  rolestream forget --file ids.txt --dry-run",
            "  rolestream forget --job j-4"
        })
public final class ForgetCommand extends CliCommand implements Callable<Integer> {
    private static final int MAX_FILE_BYTES = 64 << 20;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of resumes, or of jobs with --job.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "File with further ids, one per line. - reads standard input.")
    private @Nullable Path file;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Waits until the services have erased them, each at most this long: 30s, 2m.")
    private @Nullable String patience;

    @Option(names = "--job", description = "The ids are those of jobs.")
    private boolean job;

    @Option(names = "--dry-run", description = "Only prints what the topics hold; sends nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints a JSON line for each id.")
    private boolean json;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<String> wanted = ids();
        Duration patience = patience();
        Settings settings = options.loadReachable();
        Cluster cluster = Cluster.of(settings);
        Erasure erasure = job ? Erasure.ofJobs(cluster.topics()) : Erasure.ofResumes(cluster.topics());
        Forgetting forgetting = new Forgetting(cluster, erasure);
        try (StopSignal stop = StopSignal.install()) {
            Map<String, Holdings> found = forgetting.search(wanted, stop::isRequested);
            if (stop.isRequested()) {
                err().println("stopped; nothing was sent");
                return ExitCode.INTERRUPTED;
            }
            found.forEach((id, holdings) ->
                    out().println(json ? holdings.json(job ? "jobId" : "resumeId", id) : id + ": " + holdings.text()));
            out().flush();
            if (!dryRun) {
                Map<TopicPartition, Long> sent = forgetting.erase(found);
                String counted = Counted.of(found.size(), erasure.noun());
                if (patience == null) {
                    err().println("null values sent for " + counted);
                } else {
                    try (Admin admin = cluster.clients().admin()) {
                        ClientNames names = Configuration.names(settings);
                        boolean erased = (job
                                        || (ReadingGroup.ofStream(admin, names.stream())
                                                        .await(sent, patience, stop::isRequested)
                                                && ReadingGroup.ofGenerators(admin, names.generators())
                                                        .await(sent, patience, stop::isRequested)))
                                && forgetting.awaitRecommender(found, patience, stop::isRequested);
                        err().println(erased ? counted + " erased" : "stopped; null values sent for " + counted);
                    }
                }
            }
            return found.values().stream().allMatch(Holdings::isKnown) ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private Set<String> ids() throws IOException {
        Set<String> all = new LinkedHashSet<>(ids);
        if (file != null) {
            String text = file.toString().equals("-")
                    ? new String(System.in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8)
                    : SmallFile.text(file, MAX_FILE_BYTES);
            text.lines().filter(line -> !line.isBlank()).forEach(all::add);
        }
        if (all.isEmpty()) {
            throw wrongUsage("give the ids of resumes or jobs, or a file of ids with --file");
        }
        for (String id : all) {
            if (id.isBlank() || id.length() > ResumeReader.MAX_ID_CHARS) {
                throw wrongUsage("an id has 1 to %d characters and is not blank: \"%s\""
                        .formatted(ResumeReader.MAX_ID_CHARS, id));
            }
        }
        return all;
    }

    private @Nullable Duration patience() {
        String given = patience;
        return given == null ? null : OptionValues.of("--wait", () -> Durations.parse(given));
    }
}
