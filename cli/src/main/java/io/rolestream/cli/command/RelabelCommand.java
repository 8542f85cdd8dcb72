package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.relabel.RelabelBar;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Progress;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.StopSignal;
import io.rolestream.common.text.Counted;
import io.rolestream.local.services.Configuration;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.relabel.RelabelRun;
import io.rolestream.stream.relabel.TimeRange;
import io.rolestream.stream.worker.WorkerConfig;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream relabel}. */
@Command(
        name = "relabel",
        description = "Relabels the cluster's resumes with the current rules and model.",
        footer = {
            "",
            "Sends the latest record of each resume to the topic `resumes` again, if that",
            "topic still has it. Resumes that change or are deleted meanwhile are skipped,",
            "and live traffic continues. Memory: under 100 bytes per resume. Ctrl-C stops;",
            "the next run starts over.",
            "",
            "Examples:",
            "  rolestream relabel --dry-run",
            "  rolestream relabel --since 2d --role \"Data Engineer\" --role Other --rate 500"
        })
public final class RelabelCommand extends CliCommand implements Callable<Integer> {
    private static final long FASTEST = 1_000_000;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only resumes whose latest record was sent at or after TIME: 2026-03-04,"
                    + " 2026-03-04T12:00:00Z, or an age such as 7d (default: all).")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only resumes whose latest record was sent before TIME (default: all).")
    private @Nullable String until;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "Only resumes whose current label has this role; repeatable.")
    private Set<String> roles = new LinkedHashSet<>();

    @Option(names = "--rate", paramLabel = "N", description = "Resumes per second (default ${DEFAULT-VALUE}).")
    private long rate = 100;

    @Option(
            names = "--max-lag",
            paramLabel = "N",
            description = "Pauses while the labelling service or the workers are more than N resumes behind (default"
                    + " ${DEFAULT-VALUE}); those that don't run are not waited for.")
    private long maxLag = 1000;

    @Option(names = "--dry-run", description = "Prints how many resumes would be relabelled, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default, only on a terminal.")
    private @Nullable Boolean progress;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        require("--rate", rate, 1, FASTEST);
        require("--max-lag", maxLag, 0, Long.MAX_VALUE);
        TimeRange range = range(Instant.now());
        Settings settings = options.loadReachable();
        Cluster cluster = Cluster.of(settings);
        RelabelRun run = new RelabelRun(
                cluster,
                Configuration.resumeReader(settings, cluster),
                settings.string(StreamConfig.APPLICATION_ID),
                settings.string(WorkerConfig.GROUP_ID),
                range,
                roles,
                rate,
                maxLag);
        try (StopSignal stop = StopSignal.install()) {
            if (dryRun) {
                long count = run.count(stop::isRequested);
                if (!stop.isRequested()) {
                    out().println(Counted.of(count, "resume") + " would be relabelled");
                }
            } else {
                try (RelabelBar bar = new RelabelBar(err(), Progress.isShown(progress))) {
                    run.run(err(), bar, stop::isRequested);
                }
            }
        }
        return ExitCode.DONE;
    }

    private TimeRange range(Instant now) {
        return OptionValues.of(
                "--since, --until",
                () -> new TimeRange(
                        since == null ? TimeRange.BEGINNING : TimeRange.parse(since, now),
                        until == null ? TimeRange.END : TimeRange.parse(until, now)));
    }
}
