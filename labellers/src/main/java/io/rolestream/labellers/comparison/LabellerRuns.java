package io.rolestream.labellers.comparison;

import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.labellers.Labeller;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs labellers on the same texts, one after the other, so that each has the machine for itself and only one model is
 * in memory. A labeller that cannot be opened, or that fails on the way, ends alone; the next one runs.
 */
public final class LabellerRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LabellerRuns.class);

    private static final long LOOK_MS = 100;

    private final Taxonomy taxonomy;
    private final List<String> texts;
    private final RunListener listener;
    private final BooleanSupplier stopped;

    /** @param stopped asked often; once true, the run ends within a second, with the answers it has */
    public LabellerRuns(Taxonomy taxonomy, List<String> texts, RunListener listener, BooleanSupplier stopped) {
        this.taxonomy = taxonomy;
        this.texts = texts;
        this.listener = listener;
        this.stopped = stopped;
    }

    /** Runs all labellers; those that are not reached before the stop have no answers, and a problem that says so. */
    public List<LabellerRun> run(List<Entrant> entrants) throws InterruptedException {
        List<LabellerRun> runs = new ArrayList<>();
        for (Entrant entrant : entrants) {
            LabellerRun run = stopped.getAsBoolean()
                    ? LabellerRun.failed(entrant.name(), "not started: the run was stopped before")
                    : run(entrant);
            runs.add(run);
            listener.ended(run);
        }
        return runs;
    }

    @SuppressWarnings("IllegalCatch") // whatever goes wrong is this labeller's result
    private LabellerRun run(Entrant entrant) throws InterruptedException {
        listener.opening(entrant.name(), texts.size());
        long start = System.nanoTime();
        try {
            Labeller labeller = opened(entrant);
            if (labeller == null) {
                return LabellerRun.failed(entrant.name(), "stopped while it was being opened");
            }
            double openingSeconds = (System.nanoTime() - start) / 1e9;
            SingleRun run = new SingleRun(entrant.name(), labeller, taxonomy, texts, listener, stopped);
            try {
                return run.run(openingSeconds);
            } finally {
                close(labeller, run.isStopped());
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (ExecutionException | RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.info("labeller {} failed", entrant.name(), e);
            return LabellerRun.failed(entrant.name(), SingleRun.message(e));
        }
    }

    /** Opening may train or tune a labeller, which takes long; after a stop it is left to the end of the process. */
    private @Nullable Labeller opened(Entrant entrant) throws InterruptedException, ExecutionException {
        FutureTask<Labeller> opening = new FutureTask<>(entrant.opening()::open);
        Thread thread = new Thread(opening, "labeller-opening");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return opening.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (stopped.getAsBoolean()) {
                    return null;
                }
            }
        }
    }

    /**
     * Closing answers the texts that wait. After a stop those answers are not used, so the report does not wait for
     * them.
     */
    private static void close(Labeller labeller, boolean wasStopped) {
        if (wasStopped) {
            Thread closing = new Thread(labeller::close, "labeller-closing");
            closing.setDaemon(true);
            closing.start();
        } else {
            labeller.close();
        }
    }
}
