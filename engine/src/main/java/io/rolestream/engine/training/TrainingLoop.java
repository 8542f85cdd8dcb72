package io.rolestream.engine.training;

import io.rolestream.engine.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of a run, measures it as planned, keeps the best parameters, and writes its state. Owns the
 * parameters.
 */
public final class TrainingLoop implements AutoCloseable {
    private final Parameters parameters;
    private final TrainingRun run;
    private final Map<String, String> facts;
    private final @Nullable Evaluator evaluator;
    private final EarlyStopping stopping;
    private long stepsHere;
    private long tokensHere;
    private long nanosHere;

    private TrainingLoop(
            Parameters parameters,
            TrainingRun run,
            Map<String, String> facts,
            @Nullable Evaluator evaluator,
            EarlyStopping stopping) {
        this.parameters = parameters;
        this.run = run;
        this.facts = facts;
        this.evaluator = evaluator;
        this.stopping = stopping;
    }

    /** Measures a run on what it does not learn from. */
    @FunctionalInterface
    public interface Evaluator {
        ValidationResult measure(TrainingRun run);
    }

    /**
     * Starts or continues a training.
     *
     * @param parameters are closed with the loop, or if this constructor fails
     * @param moreFacts facts that must be unchanged for a training to be resumed, besides those of the run
     * @param evaluator null without a validation set; then the last parameters are the best
     * @param state the file to resume from, or null to begin
     */
    public static TrainingLoop open(
            Parameters parameters,
            Objective objective,
            TrainingOptions options,
            EvaluationPlan plan,
            Map<String, String> moreFacts,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        Map<String, String> facts = new LinkedHashMap<>(plan.facts());
        facts.putAll(moreFacts);
        try {
            if (state == null) {
                TrainingRun run = new TrainingRun(parameters, objective, options);
                return new TrainingLoop(parameters, run, facts, evaluator, new EarlyStopping(plan));
            }
            TrainingRun.Resumed resumed = TrainingRun.resume(state, parameters, objective, options, facts);
            return new TrainingLoop(
                    parameters, resumed.run(), facts, evaluator, EarlyStopping.fromNotes(plan, resumed.notes()));
        } catch (IOException | RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** Whether all steps are done, or no better result is awaited. */
    public boolean done() {
        return run.done() || stopping.isExhausted();
    }

    /** Makes the next step, and measures the model if that is due. */
    TrainingProgress step() {
        long start = System.nanoTime();
        TrainingStep step = run.step();
        ValidationResult result = null;
        boolean best = false;
        if (evaluator != null && stopping.isDue(run.stepsDone(), run.stepsPerEpoch(), run.steps())) {
            result = evaluator.measure(run);
            best = stopping.offer(result);
            if (best) {
                run.keepAsBest();
            }
        }
        stepsHere++;
        tokensHere += step.tokens();
        nanosHere += System.nanoTime() - start;
        return new TrainingProgress(
                step,
                (double) run.stepsDone() / run.stepsPerEpoch(),
                tokensHere * 1e9 / nanosHere,
                Duration.ofNanos((long) ((double) nanosHere / stepsHere * (run.steps() - run.stepsDone()))),
                result,
                best);
    }

    /**
     * Makes steps until all are done, no better result is awaited, or it is told to stop.
     *
     * @param listener is called after each step
     * @param stop asked before each step; true stops
     * @param state a file that is written after each evaluation and when it is stopped, or null
     * @return whether the training is done; false if it was stopped
     */
    public boolean run(TrainingListener listener, BooleanSupplier stop, @Nullable Path state) throws IOException {
        while (!done()) {
            if (stop.getAsBoolean()) {
                if (state != null) {
                    save(state);
                }
                return false;
            }
            TrainingProgress progress = step();
            if (state != null && progress.validation() != null && !done()) {
                save(state);
            }
            listener.progressed(progress);
        }
        return true;
    }

    /** Writes what is needed to resume. */
    public void save(Path state) throws IOException {
        run.save(state, facts, stopping.toNotes());
    }

    /** The steps. */
    public TrainingRun trainingRun() {
        return run;
    }

    /** The best result so far, or null before the first. */
    public @Nullable ValidationResult best() {
        return stopping.best();
    }

    @Override
    public void close() {
        run.close();
        parameters.close();
    }
}
