package io.rolestream.trainer.run;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A running training, on its own thread. */
public final class Training {
    private final RunningTraining progress;
    private final CompletableFuture<TrainingOutcome> outcome = new CompletableFuture<>();
    private final Thread thread;
    private volatile TrainingJob job;
    private volatile boolean stopping;

    public Training(TrainingJob job, Function<Training, TrainingOutcome> work) {
        this.job = job;
        this.progress = new RunningTraining(job.version());
        this.thread = new Thread(() -> outcome.completeAsync(() -> work.apply(this), Runnable::run), "training");
    }

    public void start() {
        thread.start();
    }

    public TrainingJob job() {
        return job;
    }

    public void job(TrainingJob known) {
        job = known;
    }

    public RunningTraining progress() {
        return progress;
    }

    public boolean isOver() {
        return outcome.isDone();
    }

    public TrainingOutcome outcome() {
        return outcome.join();
    }

    /** Requests a stop; the training can be continued. */
    public void stop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Waits for the thread's end; after the time limit, interrupts it and waits once more. */
    public void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(millis);
        }
    }
}
