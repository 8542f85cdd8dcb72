package io.rolestream.engine.model.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.ModelLayout;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.torch.Torch;
import java.util.Arrays;
import java.util.List;

/**
 * The forward pass as the papers write it: float32, padded batches with a mask, one array operation after the other. What the fast
 * passes are tested against, and several times slower.
 */
public final class ReferenceEncoder implements Encoder {
    private static final float MASKED = -1e9f;

    private final Parameters parameters;
    private final ModelConfig config;

    /** @param parameters a classifier's; they are used, not copied, and stay their owner's */
    public ReferenceEncoder(Parameters parameters) {
        if (parameters.head() != Head.CLASSIFIER) {
            throw new IllegalArgumentException("no classifier");
        }
        this.parameters = parameters;
        config = parameters.config();
    }

    @Override
    public float[][] logits(PackedSequences sequences) {
        sequences.check(config);
        try (PtNDManager scratch = Torch.newManager()) {
            int width = sequences.longest();
            int rows = sequences.size();
            long[] ids = new long[rows * width];
            long[] positions = new long[rows * width];
            float[] mask = new float[rows * width];
            Arrays.fill(ids, config.padTokenId());
            Arrays.fill(mask, MASKED);
            int[] packedPositions = sequences.positions(config);
            int[] lengths = sequences.lengths();
            for (int row = 0; row < rows; row++) {
                for (int place = 0; place < lengths[row]; place++) {
                    int at = row * width + place;
                    int packed = sequences.first()[row] + place;
                    ids[at] = sequences.ids()[packed];
                    positions[at] = packedPositions[packed];
                    mask[at] = 0;
                }
            }
            NDArray logits = logits(
                    scratch.create(ids, new Shape(rows, width)),
                    scratch.create(positions, new Shape(rows, width)),
                    scratch.create(mask, new Shape(rows, 1, 1, width)));
            return sequences.inOrder(logits.toFloatArray());
        }
    }

    private NDArray logits(NDArray ids, NDArray positions, NDArray mask) {
        List<PtNDArray> p = parameters.arrays();
        NDArray x =
                embedding(ids, p.get(0)).add(embedding(positions, p.get(1))).add(embedding(ids.zerosLike(), p.get(2)));
        x = norm(x, p.get(3), p.get(4));
        int at = ModelLayout.EMBEDDINGS;
        for (int layer = 0; layer < config.layers(); layer++) {
            NDArray attended = linear(attention(x, p.get(at), p.get(at + 1), mask), p.get(at + 2), p.get(at + 3));
            x = norm(x.add(attended), p.get(at + 4), p.get(at + 5));
            NDArray inner = activate(linear(x, p.get(at + 6), p.get(at + 7)));
            x = norm(x.add(linear(inner, p.get(at + 8), p.get(at + 9))), p.get(at + 10), p.get(at + 11));
            at += ModelLayout.PER_LAYER;
        }
        NDArray first = x.get(new NDIndex(":, 0"));
        return linear(linear(first, p.get(at), p.get(at + 1)).tanh(), p.get(at + 2), p.get(at + 3));
    }

    private NDArray attention(NDArray x, NDArray weight, NDArray bias, NDArray mask) {
        long rows = x.getShape().get(0);
        long width = x.getShape().get(1);
        long hidden = x.getShape().get(2);
        long perHead = hidden / config.heads();
        NDList parts = linear(x, weight, bias).split(3, 2);
        NDArray[] heads = parts.stream()
                .map(part -> part.reshape(rows, width, config.heads(), perHead).transpose(0, 2, 1, 3))
                .toArray(NDArray[]::new);
        NDArray scores = heads[0].matMul(heads[1].transpose(0, 1, 3, 2)).div(Math.sqrt(perHead));
        return scores.add(mask)
                .softmax(-1)
                .matMul(heads[2])
                .transpose(0, 2, 1, 3)
                .reshape(rows, width, hidden);
    }

    private static NDArray embedding(NDArray ids, NDArray table) {
        return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
    }

    private static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        try (NDArray transposed = weight.transpose()) {
            return x.matMul(transposed).add(bias);
        }
    }

    private NDArray norm(NDArray x, NDArray weight, NDArray bias) {
        NDArray centred = x.sub(x.mean(new int[] {-1}, true));
        NDArray variance = centred.square().mean(new int[] {-1}, true);
        return centred.div(variance.add(config.layerNormEps()).sqrt())
                .mul(weight)
                .add(bias);
    }

    private NDArray activate(NDArray x) {
        return switch (config.activation()) {
            case GELU -> Activation.gelu(x);
            case GELU_NEW -> {
                NDArray inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
                yield x.mul(0.5).mul(inner.tanh().add(1));
            }
            case RELU -> Activation.relu(x);
        };
    }

    @Override
    public String description() {
        return "fp32 on cpu, reference";
    }

    /** Does nothing: the parameters are their owner's. */
    @Override
    public void close() {}
}
