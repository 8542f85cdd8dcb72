package io.rolestream.stream.relabel;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.text.Counted;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.StreamConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;

/**
 * Relabels resumes: selects them, then sends their latest records again, limited by a rate and by the lag of the
 * labelling service and the workers. The topology ignores records whose resume has changed since
 * ({@link io.rolestream.schemas.resume.Relabel#UNLESS_CHANGED}).
 *
 * @param reader reads resumes as the labelling service does
 * @param streamGroup consumer group of the labelling service
 * @param workerGroup consumer group of the workers
 * @param roles only resumes whose current label has one of these; empty for all
 * @param rate records per second, at least 1
 * @param maxLag waits while the labelling service or the workers are further behind, in records
 */
public record RelabelRun(
        Cluster cluster,
        ResumeReader reader,
        String streamGroup,
        String workerGroup,
        TimeRange range,
        Set<String> roles,
        long rate,
        long maxLag) {

    /** Counts the resumes that would be sent, including unreadable ones; meaningless if stopped. */
    public long count(BooleanSupplier stop) {
        return select(stop).size();
    }

    /** @throws CommandFailedException if no labelling service runs, or a record could not be sent */
    public void run(PrintWriter err, RelabelProgress progress, BooleanSupplier stop) {
        long start = System.nanoTime();
        try (Admin admin = cluster.clients().admin()) {
            LagGate gate = new LagGate(admin, resumes(), List.of(streamGroup, workerGroup), maxLag);
            if (gate.lag(streamGroup).isEmpty()) {
                throw new CommandFailedException(
                        ("no labelling service found: group %s has not read topic %s; start `rolestream stream`, or"
                                        + " name its group with -s %s=ID")
                                .formatted(streamGroup, resumes(), StreamConfig.APPLICATION_ID));
            }
            for (String group : List.of(streamGroup, workerGroup)) {
                if (gate.lag(group).isPresent() && !gate.hasMembers(group)) {
                    progress.note("group %s has no members now, so its lag is not waited for; its services read what"
                                    .formatted(group)
                            + " is sent once they run again");
                }
            }
            progress.note("reading which resumes to relabel");
            Selection selection = select(stop);
            try (Resender resender = new Resender(cluster.clients(), reader, resumes(), selection)) {
                send(resender, selection.size(), gate, progress, stop);
                report(resender, selection.size(), (System.nanoTime() - start) / 1e9, stop.getAsBoolean(), err);
            }
        }
    }

    private void send(Resender resender, long size, LagGate gate, RelabelProgress progress, BooleanSupplier stop) {
        Throttle throttle = new Throttle(rate);
        progress.began(size);
        Runnable beforeEach = () -> {
            gate.await(stop, last -> progress.waiting(last, maxLag));
            progress.sending();
            throttle.await();
        };
        resender.run(beforeEach, stop, progress::sent);
    }

    private static void report(Resender resender, long size, double seconds, boolean stopped, PrintWriter err) {
        if (resender.failure() != null) {
            throw new CommandFailedException(
                    String.format(
                            Locale.ROOT,
                            "stopped after %,d of %s, because one could not be sent: %s",
                            resender.sent(),
                            Counted.of(size, "resume"),
                            resender.failure().getMessage()),
                    resender.failure());
        }
        long gone = size - resender.sent() - resender.unreadable();
        err.printf(
                Locale.ROOT,
                "%s%,d of %s sent for relabelling in %.1f s%s%s%n",
                stopped ? "stopped: " : "",
                resender.sent(),
                Counted.of(size, "resume"),
                seconds,
                resender.unreadable() == 0
                        ? ""
                        : "; " + Counted.of(resender.unreadable(), "unreadable one") + " skipped",
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
