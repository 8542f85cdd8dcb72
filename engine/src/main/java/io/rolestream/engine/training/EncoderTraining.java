package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training of an encoder, whatever its objective. It can be stopped after any step and resumed from its state file.
 * Used by one thread.
 */
public abstract class EncoderTraining implements AutoCloseable {
    private final StartingPoint from;
    private final ModelConfig config;
    private final TrainingLoop loop;

    /** @param loop is closed with the training */
    protected EncoderTraining(StartingPoint from, ModelConfig config, TrainingLoop loop) {
        this.from = from;
        this.config = config;
        this.loop = loop;
    }

    /** The model that is trained. */
    protected final ModelConfig config() {
        return config;
    }

    /** Its steps. */
    protected final TrainingRun steps() {
        return loop.trainingRun();
    }

    /**
     * Trains until all steps are done, early stopping applies, or it is stopped.
     *
     * @param listener is called after each step
     * @param stop asked before each step; true stops
     * @param state file to write after each evaluation and when stopped, or null
     * @return whether the training is done; false if it was stopped
     * @throws TrainingException if a loss is not finite; then nothing is written
     */
    public boolean run(TrainingListener listener, BooleanSupplier stop, @Nullable Path state) throws IOException {
        return loop.run(listener, stop, state);
    }

    /** Trains to the end. */
    public void run() throws IOException {
        run(TrainingListener.NONE, () -> false, null);
    }

    /** Whether the training is done. */
    public boolean done() {
        return loop.done();
    }

    /** The steps that are done. */
    public long stepsDone() {
        return steps().stepsDone();
    }

    /** Writes all that resuming needs, in place of a file that may be there. */
    public void saveState(Path state) throws IOException {
        loop.save(state);
    }

    /** The best result on the validation set, or null before the first evaluation. */
    public @Nullable ValidationResult best() {
        return loop.best();
    }

    /**
     * Writes the best parameters, or the present ones where there is no validation set, as a checkpoint.
     *
     * @param directory must not exist, or be empty
     * @param dtype F32, F16 or BF16
     */
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        return CheckpointDirectory.save(directory, config, from.tokenizer(), steps().bestTensors(dtype));
    }

    /** Frees the memory. */
    @Override
    public void close() {
        loop.close();
    }
}
