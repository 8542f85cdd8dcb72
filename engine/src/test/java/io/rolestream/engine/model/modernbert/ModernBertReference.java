package io.rolestream.engine.model.modernbert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/**
 * ModernBERT's forward pass in plain arrays: every layer computes all scores, and local ones mask those of distant
 * tokens.
 */
public final class ModernBertReference implements ReferencePass {
    private final ModernBertConfig config;
    private final PlainArrays p;

    public ModernBertReference(Parameters parameters) {
        config = ModernBertConfig.of(parameters.config().keys());
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        ModernBertConfig.Attention attention = config.attention();
        NDArray x = p.norm("embeddings.norm", p.embedding("embeddings.word", ids), config.eps());
        NDArray local = mask.add(distant(positions));
        for (int i = 0; i < config.sizes().layers(); i++) {
            String layer = "layers." + i + ".";
            boolean global = i % attention.globalEvery() == 0;
            NDArray normed = i == 0 ? x : p.norm(layer + "attention.norm", x, config.eps());
            NDArray[] qkv = PlainArrays.heads(
                    p.linear(layer + "attention.all", normed), config.sizes().heads());
            double theta = global ? attention.globalTheta() : attention.localTheta();
            qkv[0] = rotated(qkv[0], theta);
            qkv[1] = rotated(qkv[1], theta);
            NDArray attended = PlainArrays.attention(qkv, global ? mask : local);
            x = x.add(p.linear(layer + "attention.output", attended));
            NDList inner = p.linear(layer + "up", p.norm(layer + "norm", x, config.eps()))
                    .split(2, 2);
            NDArray gated =
                    PlainArrays.activate(inner.get(0), config.activation()).mul(inner.get(1));
            x = x.add(p.linear(layer + "down", gated));
        }
        return p.norm("norm", x, config.eps());
    }

    /** For each pair of places, 0 or {@link #MASKED} where they are more than the window apart. */
    private NDArray distant(NDArray positions) {
        NDArray places =
                positions.getManager().arange((float) positions.getShape().get(1));
        NDArray distance = places.expandDims(1).sub(places.expandDims(0)).abs();
        return distance.gt(config.attention().window())
                .toType(DataType.FLOAT32, false)
                .mul(MASKED);
    }

    /**
     * Queries or keys {@code [batch, heads, length, width]}, each pair of coordinates (i, i + width / 2) turned by its
     * place.
     */
    private static NDArray rotated(NDArray x, double theta) {
        NDManager manager = x.getManager();
        long width = x.getShape().get(3);
        float[] frequencies = new float[(int) width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (1 / Math.pow(theta, 2.0 * i / width));
        }
        NDArray angles =
                manager.arange((float) x.getShape().get(2)).expandDims(1).mul(manager.create(frequencies));
        NDList halves = x.split(2, 3);
        NDArray a = halves.get(0);
        NDArray b = halves.get(1);
        return NDArrays.concat(
                new NDList(
                        a.mul(angles.cos()).sub(b.mul(angles.sin())),
                        b.mul(angles.cos()).add(a.mul(angles.sin()))),
                3);
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        NDArray pooled = config.head().pooling().equals("mean") ? mean : first;
        NDArray dense = PlainArrays.activate(
                p.linear("head.dense", pooled), config.head().activation());
        return p.linear("head.output", p.norm("head.norm", dense, config.eps()));
    }
}
