package io.rolestream.engine.model.distilbert;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** DistilBERT's forward pass in plain arrays. */
final class DistilBertReference implements ReferencePass {
    private final DistilBertConfig config;
    private final PlainArrays p;

    DistilBertReference(Parameters parameters) {
        config = DistilBertConfig.of(parameters.config().keys());
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray x = p.embedding("embeddings.word", ids).add(p.embedding("embeddings.position", positions));
        x = p.norm("embeddings.norm", x, DistilBertConfig.EPS);
        for (int i = 0; i < config.sizes().layers(); i++) {
            String layer = "layers." + i + ".";
            NDArray[] qkv = PlainArrays.heads(
                    p.linear(layer + "attention.query|key|value", x),
                    config.sizes().heads());
            NDArray attended = p.linear(layer + "attention.output", PlainArrays.attention(qkv, mask));
            x = p.norm(layer + "attention.norm", x.add(attended), DistilBertConfig.EPS);
            NDArray inner = PlainArrays.activate(p.linear(layer + "up", x), config.activation());
            x = p.norm(layer + "norm", x.add(p.linear(layer + "down", inner)), DistilBertConfig.EPS);
        }
        return x;
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        return p.linear("head.output", PlainArrays.activate(p.linear("head.dense", first), Activation.RELU));
    }
}
