package io.rolestream.models.testing;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.TokenizerFiles;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.tokenizer.bpe.BpeSettings;
import io.rolestream.engine.tokenizer.bpe.BpeTrainer;
import io.rolestream.engine.tokenizer.bpe.BpeVocabulary;
import io.rolestream.engine.tokenizer.bpe.TokenizerWriter;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A RoBERTa small enough to be made in a test: one layer, 32 wide, some 300 tokens, texts of up to 64 tokens, random
 * weights. It has learnt nothing; its logits, of size 1 or so, depend on the text and on the seed.
 */
public final class TinyModel {
    /** More than any logit of the random weights. */
    private static final float PREFERENCE = 20;

    private static final int VOCABULARY = 300;
    private static final int WIDTH = 32;
    private static final int MAX_TOKENS = 64;

    private TinyModel() {}

    /**
     * Writes a model of the standard roles.
     *
     * @param directory must not exist, or be empty
     * @param seed the same seed gives the same files
     */
    public static CheckpointDirectory write(Path directory, long seed) throws IOException {
        return write(directory, Taxonomy.standard().names(), seed, null);
    }

    /**
     * Writes a model of the standard roles that gives every text the same one.
     *
     * @param directory must not exist, or be empty
     * @param role one of the standard roles
     */
    public static CheckpointDirectory preferring(Path directory, String role) throws IOException {
        return write(directory, Taxonomy.standard().names(), role.hashCode(), role);
    }

    /**
     * Writes a model.
     *
     * @param directory must not exist, or be empty
     * @param preferred the label that every text gets, or null for what the weights say
     */
    public static CheckpointDirectory write(Path directory, List<String> labels, long seed, @Nullable String preferred)
            throws IOException {
        Path tokenizer = Files.createTempDirectory("tokenizer");
        BpeVocabulary learnt =
                new BpeTrainer(BpeSettings.ofSize(VOCABULARY).withPrefixSpace(true)).train(SmokeTest.INPUTS.iterator());
        TokenizerWriter.write(learnt, MAX_TOKENS, tokenizer);
        ModelConfig config = Bert.roberta(learnt.tokens().size(), WIDTH, 1, 2, 2 * WIDTH, MAX_TOKENS)
                .withLabels(labels);
        try (Parameters parameters = Parameters.initialize(config, Head.CLASSIFIER, seed)) {
            SplittableRandom random = new SplittableRandom(seed);
            List<OutgoingTensor> tensors = new ArrayList<>();
            for (OutgoingTensor tensor : parameters.tensors(DType.F32)) {
                tensors.add(
                        tensor.name().equals("classifier.out_proj.bias")
                                ? OutgoingTensor.of(tensor.name(), DType.F32, tensor.shape(), bias(labels, preferred))
                                : large(tensor, random));
            }
            return CheckpointDirectory.save(directory, config, TokenizerFiles.in(tokenizer), tensors);
        } finally {
            Replacement.delete(tokenizer);
        }
    }

    /** A weight so large that a text's words make a difference; biases and norms are left as they are. */
    private static OutgoingTensor large(OutgoingTensor tensor, SplittableRandom random) {
        if (tensor.shape().length < 2) {
            return tensor;
        }
        float[] values = new float[Math.toIntExact(tensor.shape()[0] * tensor.shape()[1])];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / 4);
        }
        return OutgoingTensor.of(tensor.name(), DType.F32, tensor.shape(), values);
    }

    private static float[] bias(List<String> labels, @Nullable String preferred) {
        float[] bias = new float[labels.size()];
        if (preferred != null) {
            int label = labels.indexOf(preferred);
            if (label < 0) {
                throw new IllegalArgumentException(preferred + " is none of " + labels);
            }
            bias[label] = PREFERENCE;
        }
        return bias;
    }
}
