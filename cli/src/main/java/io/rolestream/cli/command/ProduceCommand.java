package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.StopSignal;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.FeedbackRow;
import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.read.RowSource;
import io.rolestream.stream.sending.EventSender;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream produce}. */
@Command(
        name = "produce",
        description = "Sends the resumes, jobs or feedback in a file to their topic, without waiting for results.",
        footer = {
            "",
            "Examples:",
            "  rolestream produce resumes.csv -b kafka:9092 \\",
            "      --schema-registry-url http://registry:8081",
            "  rolestream produce --jobs jobs.jsonl -b kafka:9092",
            "  rolestream produce cvs/ --watch -b kafka:9092"
        })
public final class ProduceCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ClusterOptions settings = new ClusterOptions();

    @Option(
            names = "--watch",
            description = "Follows a folder of documents: sends those that are new or change, too, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--strict", description = "Exits with 3 if any row could not be sent.")
    private boolean strict;

    @ArgGroup
    private @Nullable Kind kind;

    private static final class Kind {
        @Option(names = "--jobs", description = "The rows are job postings, for the topic `jobs`.")
        private boolean jobs;

        @Option(
                names = "--feedback",
                description = "The rows are what people did with recommendations, for the topic `job-feedback`:"
                        + " columns resumeId, jobId, action (shown, opened, applied, hired, dismissed), position.")
        private boolean feedback;
    }

    @Option(
            names = "--title-column",
            paramLabel = "NAME",
            description = "Column with a job's title. The description is --text-column.")
    private @Nullable String titleColumn;

    @Override
    public Integer call() throws InterruptedException {
        requireUse();
        Settings loaded = settings.loadReachable();
        Cluster cluster = Cluster.of(loaded);
        if (kind != null && kind.jobs) {
            return send(
                    () -> input.openJobs(titleColumn),
                    () -> EventSender.ofJobs(cluster),
                    row -> row instanceof JobRow job ? job.event() : null);
        }
        if (kind != null) {
            return send(
                    input::openFeedback,
                    () -> EventSender.ofFeedback(cluster),
                    row -> row instanceof FeedbackRow feedback ? feedback.event() : null);
        }
        if (watch) {
            try (StopSignal stop = StopSignal.install()) {
                return sendResumes(cluster, () -> input.follow(loaded, stop::isRequested));
            }
        }
        return sendResumes(cluster, () -> input.open(loaded));
    }

    private int sendResumes(Cluster cluster, Supplier<RowSource> open) throws InterruptedException {
        return send(
                open,
                () -> EventSender.ofResumes(cluster),
                row -> row instanceof ResumeRow resume ? resume.event() : null);
    }

    private void requireUse() {
        if (titleColumn != null && (kind == null || !kind.jobs)) {
            throw wrongUsage("--title-column needs --jobs");
        }
        if (watch && (kind != null || input.namesColumns())) {
            throw wrongUsage("--watch is for resumes; omit --jobs, --feedback and the options for columns");
        }
        if (kind != null && kind.feedback && input.namesColumns()) {
            throw wrongUsage("--feedback finds its columns by name; omit --id-column, --skills-column, --text-column");
        }
    }

    private <T extends SpecificRecord> int send(
            Supplier<RowSource> open, Supplier<EventSender<T>> start, Function<Row, @Nullable T> events)
            throws InterruptedException {
        PrintWriter err = err();
        Outcomes outcomes = new Outcomes(watch);
        try (RowSource source = open.get();
                EventSender<T> sender = start.get();
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            while (rows.hasNext()) {
                Row row = rows.next();
                T event = events.apply(row);
                if (event != null) {
                    String id = String.valueOf(row.id());
                    sender.send(id, event).whenComplete((done, failure) -> {
                        if (failure == null) {
                            outcomes.sent(id);
                        } else {
                            outcomes.failed(id);
                            source.failed(id);
                            err.println(id + " could not be sent" + (watch ? " yet: " : ": ") + failure.getMessage());
                        }
                    });
                } else if (row instanceof BadRow bad) {
                    outcomes.failed(String.valueOf(bad.id()));
                    err.println(input.name() + ": " + bad.problem());
                } else {
                    throw new AssertionError(row.getClass());
                }
            }
            sender.flush();
        }
        err.printf(Locale.ROOT, "%,d sent, %,d failed%n", outcomes.sent.sum(), outcomes.failures());
        return strict && outcomes.failures() > 0 ? ExitCode.NOT_ALL_LABELLED : ExitCode.DONE;
    }

    /** Counts rows; of a folder that is followed, a document that failed and then was sent has not failed. */
    private static final class Outcomes {
        private final boolean watch;
        private final LongAdder sent = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final Set<String> failedDocuments = ConcurrentHashMap.newKeySet();

        Outcomes(boolean watch) {
            this.watch = watch;
        }

        void sent(String id) {
            sent.increment();
            failedDocuments.remove(id);
        }

        void failed(String id) {
            if (watch) {
                failedDocuments.add(id);
            } else {
                failed.increment();
            }
        }

        long failures() {
            return failed.sum() + failedDocuments.size();
        }
    }
}
