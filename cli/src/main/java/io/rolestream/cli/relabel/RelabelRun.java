package io.rolestream.cli.relabel;

import io.rolestream.cli.support.Progress;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.local.services.Configuration;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.relabel.LabelledIds;
import io.rolestream.stream.relabel.LagGate;
import io.rolestream.stream.relabel.Resender;
import io.rolestream.stream.relabel.Selection;
import io.rolestream.stream.relabel.Throttle;
import io.rolestream.stream.relabel.TimeRange;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Relabels resumes: selects them, then sends their latest records again, limited by a rate and by the lag of the
 * labelling service and the workers. The topology ignores records whose resume has changed since
 * ({@link io.rolestream.schemas.resume.Relabel#UNLESS_CHANGED}).
 *
 * @param roles only resumes whose current label has one of these; empty for all
 * @param rate records per second, at least 1
 * @param maxLag waits while the labelling service or the workers are further behind, in records
 */
public record RelabelRun(
        Settings settings, Cluster cluster, TimeRange range, Set<String> roles, long rate, long maxLag) {

    /** Counts the resumes that would be sent, including unreadable ones; meaningless if stopped. */
    public long count(BooleanSupplier stop) {
        return select(stop).size();
    }

    /** @throws CommandFailedException if no labelling service runs, or a record could not be sent */
    public void run(PrintWriter err, boolean showsProgress, BooleanSupplier stop) {
        long start = System.nanoTime();
        String streamGroup = settings.string(StreamConfig.APPLICATION_ID);
        try (Admin admin = cluster.clients().admin()) {
            LagGate gate =
                    new LagGate(admin, resumes(), List.of(streamGroup, settings.string(WorkerConfig.GROUP_ID)), maxLag);
            if (gate.lag(streamGroup).isEmpty()) {
                throw new CommandFailedException(
                        ("no labelling service found: group %s has not read topic %s; start `rolestream stream`, or"
                                        + " name its group with -s %s=ID")
                                .formatted(streamGroup, resumes(), StreamConfig.APPLICATION_ID));
            }
            Selection selection = select(stop);
            try (Resender resender = new Resender(
                    cluster.clients(), Configuration.resumeReader(settings, cluster), resumes(), selection)) {
                send(resender, selection.size(), gate, showsProgress, stop);
                report(resender, selection.size(), (System.nanoTime() - start) / 1e9, stop.getAsBoolean(), err);
            }
        }
    }

    private void send(Resender resender, long size, LagGate gate, boolean showsProgress, BooleanSupplier stop) {
        Throttle throttle = new Throttle(rate);
        try (ProgressBar bar = showsProgress ? Progress.bar("relabel", size, " resumes", 1) : null) {
            Runnable beforeEach = () -> {
                gate.await(stop, lag -> say(bar, String.format(Locale.ROOT, "waiting: %,d behind", lag)));
                say(bar, "");
                throttle.await();
            };
            resender.run(beforeEach, stop, done -> {
                if (bar != null) {
                    bar.stepTo(done);
                }
            });
        }
    }

    private static void say(@Nullable ProgressBar bar, String message) {
        if (bar != null) {
            bar.setExtraMessage(message);
        }
    }

    private static void report(Resender resender, long size, double seconds, boolean stopped, PrintWriter err) {
        if (resender.failure() != null) {
            throw new CommandFailedException(
                    String.format(
                            Locale.ROOT,
                            "stopped after %,d of %,d resumes, because one could not be sent: %s",
                            resender.sent(),
                            size,
                            resender.failure().getMessage()),
                    resender.failure());
        }
        long gone = size - resender.sent() - resender.unreadable();
        err.printf(
                Locale.ROOT,
                "%s%,d of %,d resumes sent for relabelling in %.1f s%s%s%n",
                stopped ? "stopped: " : "",
                resender.sent(),
                size,
                seconds,
                resender.unreadable() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d unreadable ones skipped", resender.unreadable()),
                stopped || gone == 0 ? "" : String.format(Locale.ROOT, "; %,d deleted meanwhile by retention", gone));
        err.flush();
    }

    private Selection select(BooleanSupplier stop) {
        Predicate<byte[]> wanted = roles.isEmpty()
                ? id -> true
                : LabelledIds.withRoles(roles, cluster, cluster.topics().labelledRoles(), stop);
        return Selection.read(cluster.clients(), resumes(), range, wanted, stop);
    }

    private String resumes() {
        return cluster.topics().resumes();
    }
}
