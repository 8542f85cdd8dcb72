package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.torch.NativeWork;
import io.rolestream.engine.torch.Torch;

/**
 * A decoder that is read and not trained, such as the reference that a trained one is compared with. It computes with
 * the functions of trainings, so a model under training that has the same parameters gives the same numbers. For one
 * thread at a time.
 */
public final class FrozenDecoder implements AutoCloseable {
    private final Parameters parameters;
    private final NativeWork work;
    private final Passes passes;
    private final Precision precision;
    private final int threads;
    private boolean closed;

    private FrozenDecoder(Parameters parameters, NativeWork work, int passTokens, Precision precision, int threads) {
        this.parameters = parameters;
        this.work = work;
        this.precision = precision;
        this.threads = threads;
        passes = new Passes(parameters, passTokens, null);
    }

    /**
     * Loads a decoder.
     *
     * @param passTokens tokens per pass, at least 1; this only bounds memory
     * @param precision FP32 or BF16; that of the training it is compared with
     * @param threads per operation
     * @throws CheckpointException if it cannot be read
     * @throws IllegalArgumentException if it is of a family that cannot be trained to generate text
     */
    public static FrozenDecoder open(CheckpointDirectory checkpoint, int passTokens, Precision precision, int threads)
            throws CheckpointException {
        GeneratorFamily.of(checkpoint.config()).trainer(checkpoint.config());
        Torch.prepareThread(threads);
        NativeWork work = NativeWork.begin();
        try {
            Parameters parameters = Parameters.load(checkpoint, checkpoint.config(), Head.LANGUAGE_MODEL, 0);
            return new FrozenDecoder(parameters, work, passTokens, precision, threads);
        } catch (CheckpointException | RuntimeException | Error e) {
            work.close();
            throw e;
        }
    }

    /**
     * What a batch's function gives for each of its sequences, in their order.
     *
     * @throws io.rolestream.engine.torch.ProcessEndsException if the process ends before the last part of the batch
     */
    public float[][] rows(Objective.Batch batch) {
        Torch.prepareThread(threads);
        return passes.rows(batch, parameters.arrays(), precision);
    }

    /** Has no effect the second time: where a training cannot be opened, its judge is closed by both. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (work) {
            passes.close();
            parameters.close();
        }
    }
}
