package io.rolestream.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What a model learns, and from which examples. */
public interface Objective {
    /** The head that it trains. */
    Head head();

    int size();

    int tokens(int example);

    /** A fingerprint of the examples, so that a run is not resumed on others. */
    long fingerprint();

    /** Further facts that must not change for a run to be resumed, by name. */
    Map<String, String> settings();

    /** @param random source of all random choices of this step */
    Batch batch(int[] examples, SplittableRandom random);

    /** The examples of one step. */
    interface Batch {
        List<int[]> sequences();

        /** What the sum of losses is divided by. */
        double divisor();

        /** The function of the training script that computes a loss. */
        String function();

        /**
         * The function's arguments between the sequences and the parameters.
         *
         * @param part the batch's sequences in the pack, in the order in which they were packed
         */
        List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner);
    }
}
