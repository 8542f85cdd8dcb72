package io.rolestream.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.TokenSequence;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

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

        /** The sequences with their token types. */
        default List<TokenSequence> typedSequences() {
            return sequences().stream().map(TokenSequence::of).toList();
        }

        /** The function of the training script that the parts of the batch are computed with. */
        String function();

        /**
         * The function's arguments between the sequences and the parameters.
         *
         * @param part the batch's sequences in the pack, in the order in which they were packed
         */
        default List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return List.of();
        }
    }

    /** A batch whose loss is the sum of its sequences' losses. Its function returns the loss of a part. */
    interface SummedBatch extends Batch {
        /** What the sum of losses is divided by. */
        double divisor();

        @Override
        List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner);
    }

    /**
     * A batch whose loss depends on all its sequences together, such as one that compares them with each other. Its
     * function returns a row of numbers for each sequence. The loss and its gradients with respect to the rows are
     * computed from the rows of the whole batch; then each part is computed again with the gradients of its own rows
     * (gradient caching, Gao et al., 2021). So the gradients are those of the undivided batch, and memory bounds the
     * part, not the batch.
     */
    interface JointBatch extends Batch {
        /** @param rows {@code [sequences][width]}, in the order of the sequences */
        JointLoss loss(float[][] rows);

        /**
         * The function that is recorded in place of {@link #function}, where recording that one would keep too much,
         * such as the logits of all tokens. It takes the loss's gradients with respect to the rows,
         * {@code [sequences][width]} in the order of the pack, after the arguments, and returns the sum of their
         * products with the rows. So gradients are cached even if the batch is one part. Null if {@link #function} is
         * recorded.
         */
        default @Nullable String weightedFunction() {
            return null;
        }
    }

    /**
     * A loss and its gradients. Not copied.
     *
     * @param gradients with respect to each row, {@code [sequences][width]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record JointLoss(double loss, float[][] gradients) {}
}
