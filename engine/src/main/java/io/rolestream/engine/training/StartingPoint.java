package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.safetensors.CheckpointException;
import java.util.List;

/** The model that a training starts from. */
public sealed interface StartingPoint {
    /** The parameters of a checkpoint; a missing head is new. */
    static StartingPoint of(CheckpointDirectory base) {
        return new Base(base);
    }

    /**
     * The parameters of a classifier that gets other labels: the rows of known labels are kept.
     *
     * @param rows {@code [new labels]}: the classifier's labels whose rows' mean a new label begins with; empty for a
     *     new row
     */
    static StartingPoint of(CheckpointDirectory classifier, List<List<Integer>> rows) {
        return new Relabelled(classifier, rows);
    }

    /** The parameters of a decoder, with new adapters, which alone are trained. */
    static StartingPoint of(CheckpointDirectory base, AdapterConfig adapters) {
        return new Adapted(base, adapters);
    }

    /** New parameters. */
    static StartingPoint of(ModelConfig config, TokenizerFiles tokenizer) {
        return new New(config, tokenizer);
    }

    ModelConfig config();

    /** Its tokenizer, which is saved with the trained model. */
    TokenizerFiles tokenizer();

    /**
     * The parameters to train.
     *
     * @param wanted the same model, with the wanted labels
     * @param seed for new parameters
     */
    Parameters parameters(ModelConfig wanted, Head head, long seed) throws CheckpointException;

    /** A model of a directory. */
    sealed interface Checkpoint extends StartingPoint {
        CheckpointDirectory directory();

        @Override
        default ModelConfig config() {
            return directory().config();
        }

        @Override
        default TokenizerFiles tokenizer() {
            return directory().tokenizer();
        }
    }

    record Base(CheckpointDirectory directory) implements Checkpoint {
        @Override
        public Parameters parameters(ModelConfig wanted, Head head, long seed) throws CheckpointException {
            return Parameters.load(directory, wanted, head, seed);
        }
    }

    record Relabelled(CheckpointDirectory directory, List<List<Integer>> rows) implements Checkpoint {
        @Override
        public Parameters parameters(ModelConfig wanted, Head head, long seed) throws CheckpointException {
            if (head != Head.CLASSIFIER) {
                throw new IllegalArgumentException("only a classifier has labels, not the head " + head);
            }
            return Parameters.load(directory, wanted, rows, seed);
        }
    }

    record Adapted(CheckpointDirectory directory, AdapterConfig adapters) implements Checkpoint {
        @Override
        public Parameters parameters(ModelConfig wanted, Head head, long seed) throws CheckpointException {
            return Parameters.load(directory, adapters, head, seed);
        }
    }

    /** An untrained model. */
    record New(ModelConfig config, TokenizerFiles tokenizer) implements StartingPoint {
        @Override
        public Parameters parameters(ModelConfig wanted, Head head, long seed) {
            return Parameters.initialize(wanted, head, seed);
        }
    }
}
