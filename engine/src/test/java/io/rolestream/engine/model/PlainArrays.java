package io.rolestream.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.rolestream.engine.checkpoint.Activation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The steps of reference passes, with parameters by name. */
public final class PlainArrays {
    private final Map<String, NDArray> arrays = new HashMap<>();

    public PlainArrays(Parameters parameters) {
        List<Parameter> all = parameters.layout().parameters();
        for (int i = 0; i < all.size(); i++) {
            arrays.put(all.get(i).name(), parameters.arrays().get(i));
        }
    }

    /** Whether the model has a parameter of this name. */
    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    private NDArray array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Rows of a table. */
    public NDArray embedding(String name, NDArray ids) {
        return Embedding.embedding(ids, array(name), SparseFormat.DENSE).singletonOrThrow();
    }

    /** A linear layer, with its bias if it has one. */
    public NDArray linear(String name, NDArray x) {
        try (NDArray transposed = array(name + ".weight").transpose()) {
            return plusBias(name, x.matMul(transposed));
        }
    }

    /** A layer norm over the last dimension, with its bias if it has one. */
    public NDArray norm(String name, NDArray x, double eps) {
        NDArray centred = x.sub(x.mean(new int[] {-1}, true));
        NDArray variance = centred.square().mean(new int[] {-1}, true);
        NDArray scaled = centred.div(variance.add(eps).sqrt()).mul(array(name + ".weight"));
        return plusBias(name, scaled);
    }

    private NDArray plusBias(String name, NDArray x) {
        return has(name + ".bias") ? x.add(array(name + ".bias")) : x;
    }

    /**
     * Queries, keys and values of each head.
     *
     * @param qkv {@code [batch, length, 3 * hidden]}
     * @return three arrays {@code [batch, heads, length, hidden / heads]}
     */
    public static NDArray[] heads(NDArray qkv, int heads) {
        long rows = qkv.getShape().get(0);
        long length = qkv.getShape().get(1);
        long width = qkv.getShape().get(2) / 3 / heads;
        NDList parts = qkv.split(3, 2);
        return parts.stream()
                .map(part -> part.reshape(rows, length, heads, width).transpose(0, 2, 1, 3))
                .toArray(NDArray[]::new);
    }

    /**
     * Scaled dot-product attention.
     *
     * @param qkv as {@link #heads} returns them
     * @param mask added to the scores
     * @return {@code [batch, length, hidden]}
     */
    public static NDArray attention(NDArray[] qkv, NDArray mask) {
        long rows = qkv[0].getShape().get(0);
        long length = qkv[0].getShape().get(2);
        long width = qkv[0].getShape().get(3);
        NDArray scores = qkv[0].matMul(qkv[1].transpose(0, 1, 3, 2)).div(Math.sqrt(width));
        return scores.add(mask).softmax(-1).matMul(qkv[2]).transpose(0, 2, 1, 3).reshape(rows, length, -1);
    }

    /** The function inside of a feed-forward block. */
    public static NDArray activate(NDArray x, Activation activation) {
        return switch (activation) {
            case GELU -> ai.djl.nn.Activation.gelu(x);
            case GELU_NEW -> {
                NDArray inner = x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
                yield x.mul(0.5).mul(inner.tanh().add(1));
            }
            case RELU -> ai.djl.nn.Activation.relu(x);
        };
    }
}
