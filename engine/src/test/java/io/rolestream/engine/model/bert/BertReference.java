package io.rolestream.engine.model.bert;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** The forward pass of BERT, and of DistilBERT except for its classifier. */
public final class BertReference implements ReferencePass {
    private final ModelConfig config;
    private final Activation activation;
    private final double eps;
    private final PlainArrays p;

    public BertReference(Parameters parameters, Activation activation, double eps) {
        config = parameters.config();
        this.activation = activation;
        this.eps = eps;
        p = new PlainArrays(parameters);
    }

    public static BertReference of(Parameters parameters) {
        BertConfig config = BertConfig.of(parameters.config().keys());
        return new BertReference(parameters, config.activation(), config.eps());
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray x = p.embedding("embeddings.word", ids).add(p.embedding("embeddings.position", positions));
        if (p.has("embeddings.type")) {
            x = x.add(p.embedding("embeddings.type", types));
        }
        x = p.norm("embeddings.norm", x, eps);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "layers." + i + ".";
            NDArray[] qkv = PlainArrays.heads(p.linear(layer + "attention.query|key|value", x), config.heads());
            NDArray attended = p.linear(layer + "attention.output", PlainArrays.attention(qkv, mask));
            x = p.norm(layer + "attention.norm", x.add(attended), eps);
            NDArray inner = PlainArrays.activate(p.linear(layer + "up", x), activation);
            x = p.norm(layer + "norm", x.add(p.linear(layer + "down", inner)), eps);
        }
        return x;
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        return p.linear("head.output", p.linear("head.dense", first).tanh());
    }
}
