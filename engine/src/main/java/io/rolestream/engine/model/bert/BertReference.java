package io.rolestream.engine.model.bert;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** BERT's forward pass in plain arrays. */
final class BertReference implements ReferencePass {
    private final BertConfig config;
    private final int layers;
    private final int heads;
    private final PlainArrays p;

    BertReference(Parameters parameters) {
        config = BertConfig.of(parameters.config().keys());
        layers = config.sizes().layers();
        heads = config.sizes().heads();
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray x = p.embedding("embeddings.word", ids)
                .add(p.embedding("embeddings.position", positions))
                .add(p.embedding("embeddings.type", types));
        x = p.norm("embeddings.norm", x, config.eps());
        for (int i = 0; i < layers; i++) {
            String layer = "layers." + i + ".";
            NDArray[] qkv = PlainArrays.heads(p.linear(layer + "attention.query|key|value", x), heads);
            NDArray attended = p.linear(layer + "attention.output", PlainArrays.attention(qkv, mask));
            x = p.norm(layer + "attention.norm", x.add(attended), config.eps());
            NDArray inner = PlainArrays.activate(p.linear(layer + "up", x), config.activation());
            x = p.norm(layer + "norm", x.add(p.linear(layer + "down", inner)), config.eps());
        }
        return x;
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        return p.linear("head.output", p.linear("head.dense", first).tanh());
    }
}
