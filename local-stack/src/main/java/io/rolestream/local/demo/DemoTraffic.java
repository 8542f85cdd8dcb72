package io.rolestream.local.demo;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.events.Resume;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.stream.sending.EventSender;
import java.util.concurrent.TimeUnit;

/**
 * Sends generated resumes at a steady rate, and shows once a second what has become of them.
 *
 * @param rate resumes a second
 * @param count after how many it ends
 */
public record DemoTraffic(Cluster cluster, DemoView view, ResumeGenerator generator, double rate, long count) {
    private static final long SHOW_EVERY_MS = 1_000;
    private static final long LABELS_WAIT_SECONDS = 30;

    /** Sends all, and waits until they are labelled; Ctrl-C prints the summary. */
    public void run() throws InterruptedException {
        CommittedReader reader = new CommittedReader(cluster.clients(), view.topics(), From.END, false, view::seen);
        Thread reading = new Thread(reader, "demo-labels");
        reading.start();
        Thread summary = new Thread(view::summary, "demo-summary");
        Runtime.getRuntime().addShutdownHook(summary);
        try (EventSender<Resume> sender = EventSender.ofResumes(cluster)) {
            send(sender);
            awaitAll();
        } finally {
            reader.close();
            reading.join();
        }
    }

    private void send(EventSender<Resume> sender) throws InterruptedException {
        long start = System.nanoTime();
        long shownAt = start;
        for (long sent = 0; sent < count; sent++) {
            long due = start + (long) (sent * 1e9 / rate);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(wait, 50_000_000));
                shownAt = show(shownAt);
            }
            shownAt = show(shownAt);
            SampleResume resume = generator.resume(sent + 1);
            view.sending(resume);
            var unused = sender.send(resume.resumeId(), resume.event());
        }
    }

    private long show(long shownAt) {
        long now = System.nanoTime();
        if (now - shownAt < TimeUnit.MILLISECONDS.toNanos(SHOW_EVERY_MS)) {
            return shownAt;
        }
        view.line();
        return now;
    }

    private void awaitAll() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LABELS_WAIT_SECONDS);
        while (view.underWay() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        view.line();
    }
}
