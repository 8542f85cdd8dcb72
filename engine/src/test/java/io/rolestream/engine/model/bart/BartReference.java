package io.rolestream.engine.model.bart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** The forward pass of BART: the hidden states are the decoder's. */
public final class BartReference implements ReferencePass {
    private final BartConfig config;
    private final PlainArrays p;

    public BartReference(Parameters parameters) {
        config = BartConfig.of(parameters.config().keys());
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray encoded = embed("", ids, positions);
        for (int i = 0; i < config.sizes().layers(); i++) {
            encoded = attend(
                    "layers." + i + ".attention.",
                    encoded,
                    encoded,
                    mask,
                    config.sizes().heads());
            encoded = feedForward("layers." + i + ".", encoded);
        }
        NDManager manager = ids.getManager();
        long rows = ids.getShape().get(0);
        long length = ids.getShape().get(1);
        NDArray start = manager.full(new Shape(rows, 1), config.tokens().start(), DataType.INT64);
        NDArray x = embed("decoder.", start.concat(ids.get(new NDIndex(":, :" + (length - 1))), 1), positions);
        NDArray places = manager.arange((int) length);
        NDArray future = places.reshape(1, length).gt(places.reshape(length, 1));
        NDArray causal = future.toType(DataType.FLOAT32, false).mul(MASKED).reshape(1, 1, length, length);
        for (int i = 0; i < config.decoder().layers(); i++) {
            String layer = "decoder.layers." + i + ".";
            x = attend(layer + "attention.", x, x, causal, config.decoder().heads());
            x = attend(layer + "cross.", x, encoded, mask, config.decoder().heads());
            x = feedForward(layer, x);
        }
        return x;
    }

    private NDArray embed(String stack, NDArray ids, NDArray positions) {
        NDArray words = p.embedding("embeddings.word", ids).mul(config.embeddingScale());
        NDArray x = words.add(p.embedding(stack + "embeddings.position", positions));
        return p.norm(stack + "embeddings.norm", x, BartConfig.EPS);
    }

    private NDArray attend(String name, NDArray x, NDArray seen, NDArray mask, int heads) {
        NDArray[] own = PlainArrays.heads(p.linear(name + "query|key|value", x), heads);
        NDArray[] others = PlainArrays.heads(p.linear(name + "query|key|value", seen), heads);
        NDArray attended = PlainArrays.attention(new NDArray[] {own[0], others[1], others[2]}, mask);
        return p.norm(name + "norm", x.add(p.linear(name + "output", attended)), BartConfig.EPS);
    }

    private NDArray feedForward(String layer, NDArray x) {
        NDArray inner = PlainArrays.activate(p.linear(layer + "up", x), config.activation());
        return p.norm(layer + "norm", x.add(p.linear(layer + "down", inner)), BartConfig.EPS);
    }

    @Override
    public NDArray logits(NDArray read, NDArray mean) {
        return p.linear("head.output", p.linear("head.dense", read).tanh());
    }
}
