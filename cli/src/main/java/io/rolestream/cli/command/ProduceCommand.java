package io.rolestream.cli.command;

import io.rolestream.cli.label.ResumeSender;
import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.InputOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.ProgressReport;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.RowSource;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream produce}. */
@Command(
        name = "produce",
        description = "Sends the resumes in a file to the topic `resumes`, without waiting for labels.",
        footer = {
            "",
            "Example:",
            "  rolestream produce resumes.csv -b kafka:9092 \\",
            "      --schema-registry-url http://registry:8081"
        })
public final class ProduceCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ClusterOptions settings = new ClusterOptions();

    @Option(names = "--strict", description = "Exits with 3 if any row could not be sent.")
    private boolean strict;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = err();
        Settings loaded = settings.loadReachable();
        AtomicLong sent = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        try (RowSource source = input.open();
                ResumeSender sender = new ResumeSender(loaded, Cluster.of(loaded));
                ProgressReport rows = new ProgressReport(source, input.name(), input.showsProgress())) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (row instanceof ResumeRow resume) {
                    sender.send(ResumeSender.event(resume)).whenComplete((done, failure) -> {
                        if (failure == null) {
                            sent.incrementAndGet();
                        } else {
                            failed.incrementAndGet();
                            err.println(resume.resumeId() + " could not be sent: " + failure.getMessage());
                        }
                    });
                } else if (row instanceof BadRow bad) {
                    failed.incrementAndGet();
                    err.println(input.name() + ": " + bad.problem());
                } else {
                    throw new AssertionError(row.getClass());
                }
            }
            sender.flush();
        }
        err.printf(Locale.ROOT, "%,d sent, %,d failed%n", sent.get(), failed.get());
        return strict && failed.get() > 0 ? ExitCode.NOT_ALL_LABELLED : ExitCode.DONE;
    }
}
