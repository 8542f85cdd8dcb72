package io.rolestream.engine.model.bag;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** The forward pass of {@link BagFamily} in plain arrays. */
public final class BagReference implements ReferencePass {
    private final int layers;
    private final PlainArrays p;

    public BagReference(Parameters parameters) {
        layers = parameters.config().layers();
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray x = p.norm("embeddings.norm", p.embedding("embeddings.word", ids), BagFamily.EPS);
        for (int i = 0; i < layers; i++) {
            NDArray inner = PlainArrays.activate(p.linear("layers." + i + ".up", x), Activation.RELU);
            x = x.add(p.linear("layers." + i + ".down", inner));
        }
        return x;
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        return p.linear("head.output", mean);
    }
}
