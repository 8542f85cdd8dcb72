package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.ProcessEndsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training of a model, whatever its objective: makes the steps, measures the model as planned, keeps the best
 * parameters, and writes the state. It can be stopped in the middle of a step, by the end of the process also in the
 * middle of an evaluation, and resumed from its state file. Used by one thread.
 */
public abstract class ResumableTraining implements AutoCloseable {
    private static final String UNMEASURED = "step whose evaluation was interrupted";

    private final StartingPoint from;
    private final ModelConfig config;
    private final Parameters parameters;
    private final NativeWork work;
    private final TrainingRun run;
    private final Map<String, String> facts;
    private final @Nullable Evaluator evaluator;
    private final EarlyStopping stopping;
    private final Map<String, String> resumedNotes;
    /** The last step while the evaluation after it is missing. */
    private @Nullable TrainingStep unmeasured;

    private long stepsHere;
    private long tokensHere;
    private long nanosHere;

    /** Measures a run on examples that it does not learn from. */
    @FunctionalInterface
    protected interface Evaluator {
        ValidationResult measure(TrainingRun run);
    }

    /**
     * Starts or continues a training.
     *
     * @param config the model that is trained
     * @param moreFacts facts that must be unchanged for a training to be resumed, besides those of the run
     * @param evaluator null without a validation set; then the last parameters are the best
     * @param state the file to resume from, or null to begin
     */
    protected ResumableTraining(
            StartingPoint from,
            ModelConfig config,
            Objective objective,
            TrainingOptions options,
            EvaluationPlan plan,
            Map<String, String> moreFacts,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        this.from = from;
        this.config = config;
        this.evaluator = evaluator;
        facts = new LinkedHashMap<>(plan.facts());
        facts.putAll(moreFacts);
        work = NativeWork.begin();
        try {
            parameters = from.parameters(config, objective.head(), options.seed());
        } catch (IOException | RuntimeException | Error e) {
            work.close();
            throw e;
        }
        try {
            if (state == null) {
                run = new TrainingRun(parameters, objective, options);
                stopping = new EarlyStopping(plan);
                resumedNotes = Map.of();
            } else {
                TrainingRun.Resumed resumed = TrainingRun.resume(state, parameters, objective, options, facts);
                run = resumed.run();
                stopping = EarlyStopping.fromNotes(plan, resumed.notes());
                unmeasured = TrainingStep.fromNotes(UNMEASURED, resumed.notes());
                resumedNotes = resumed.notes();
            }
        } catch (IOException | RuntimeException | Error e) {
            parameters.close();
            work.close();
            throw e;
        }
    }

    protected final ModelConfig config() {
        return config;
    }

    protected final TrainingRun steps() {
        return run;
    }

    /**
     * Trains until all steps are done, early stopping applies, or it is stopped.
     *
     * @param listener is called after each step
     * @param stop asked before each step and between its parts, but not during evaluations; true stops. The end of the
     *     process stops all three; an interrupted evaluation is repeated when the training is resumed
     * @param state file to write when stopped and whenever an evaluation is due, with a validation set or not, so also
     *     after the last step; or null
     * @return whether the training is done; false if it was stopped
     * @throws TrainingException if a loss is not finite; then nothing is written
     */
    public boolean run(Consumer<TrainingProgress> listener, BooleanSupplier stop, @Nullable Path state)
            throws IOException {
        BooleanSupplier ends = () -> stop.getAsBoolean() || NativeWork.isEnding();
        while (!done()) {
            TrainingProgress progress = ends.getAsBoolean() ? null : step(ends);
            if (progress == null) {
                if (state != null) {
                    saveState(state);
                }
                return false;
            }
            if (state != null && isDue()) {
                saveState(state);
            }
            listener.accept(progress);
        }
        return true;
    }

    /** @throws ProcessEndsException if the process ends before the training */
    public void run() throws IOException {
        if (!run(progress -> {}, () -> false, null)) {
            throw new ProcessEndsException();
        }
    }

    /** Makes the next step, and measures the model if that is due; null if either was stopped. */
    private @Nullable TrainingProgress step(BooleanSupplier stop) {
        long start = System.nanoTime() - (unmeasured == null ? 0 : unmeasured.nanos());
        TrainingStep step = unmeasured == null ? run.step(stop) : unmeasured;
        if (step == null) {
            return null;
        }
        ValidationResult result = null;
        boolean best = false;
        if (evaluator != null && isDue()) {
            unmeasured = step;
            try {
                result = evaluator.measure(run);
            } catch (ProcessEndsException e) {
                return null;
            }
            unmeasured = null;
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

    private boolean isDue() {
        return stopping.isDue(run.stepsDone(), run.stepsPerEpoch(), run.steps());
    }

    /** Whether all steps are done, or early stopping applies. */
    public boolean done() {
        return unmeasured == null && (run.done() || stopping.isExhausted());
    }

    public long stepsDone() {
        return run.stepsDone();
    }

    /** What the state must have besides, by name, for a training whose steps depend on more than the parameters. */
    protected Map<String, String> notes() {
        return Map.of();
    }

    /** The {@link #notes} of the state that was resumed from, among others. */
    protected final Map<String, String> resumedNotes() {
        return resumedNotes;
    }

    /** Writes all that resuming needs, replacing an existing file. */
    public void saveState(Path state) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>(stopping.toNotes());
        notes.putAll(notes());
        if (unmeasured != null) {
            notes.putAll(unmeasured.toNotes(UNMEASURED));
        }
        run.save(state, facts, notes);
    }

    /** Measures the model before its first step, to compare with. */
    protected final void measureFirst() {
        if (evaluator != null && run.stepsDone() == 0 && stopping.first() == null) {
            stopping.setFirst(evaluator.measure(run));
        }
    }

    /** The result on the validation set before the first step, or null where that is not measured. */
    public @Nullable ValidationResult first() {
        return stopping.first();
    }

    /** The best result on the validation set, or null before the first evaluation. */
    public @Nullable ValidationResult best() {
        return stopping.best();
    }

    /**
     * Writes the best parameters, or the present ones where there is no validation set, as a checkpoint.
     *
     * @param directory must not exist, or be empty
     * @param dtype F32, F16 or BF16
     */
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        return CheckpointDirectory.save(directory, config, from.tokenizer(), run.bestTensors(dtype));
    }

    @Override
    public void close() {
        try (work) {
            run.close();
            parameters.close();
        }
    }
}
