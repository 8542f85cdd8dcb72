package io.rolestream.engine.model.deberta;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;

/** The forward pass of DeBERTa; scores of distances are looked up one by one. */
public final class DebertaReference implements ReferencePass {
    private final DebertaConfig config;
    private final PlainArrays p;

    public DebertaReference(Parameters parameters) {
        config = DebertaConfig.of(parameters.config().keys());
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        NDArray x = p.embedding("embeddings.word", ids);
        if (p.has("embeddings.position")) {
            x = x.add(p.embedding("embeddings.position", positions));
        }
        if (p.has("embeddings.type")) {
            x = x.add(p.embedding("embeddings.type", types));
        }
        x = p.norm("embeddings.norm", x, config.eps());
        NDManager manager = ids.getManager();
        int length = (int) ids.getShape().get(1);
        NDArray ahead = manager.create(rows(length, 1), new Shape(length, length));
        NDArray behind = manager.create(rows(length, -1), new Shape(length, length));
        NDArray table = p.embedding(
                "distances.table", manager.arange(2 * config.distances().span()));
        if (p.has("distances.norm.weight")) {
            table = p.norm("distances.norm", table, config.eps());
        }
        for (int i = 0; i < config.sizes().layers(); i++) {
            String layer = "layers." + i + ".";
            NDArray attended = attention(layer + "attention.", x, table, ahead, behind, mask);
            x = p.norm(layer + "attention.norm", x.add(p.linear(layer + "attention.output", attended)), config.eps());
            NDArray inner = PlainArrays.activate(p.linear(layer + "up", x), config.activation());
            x = p.norm(layer + "norm", x.add(p.linear(layer + "down", inner)), config.eps());
        }
        return x;
    }

    /** The row of the table for each pair of places, the first minus the second times a sign. */
    private long[] rows(int length, int sign) {
        long[] rows = new long[length * length];
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                int span = config.distances().span();
                rows[i * length + j] = Math.max(0, Math.min(bucket(sign * (i - j)) + span, 2 * span - 1));
            }
        }
        return rows;
    }

    private int bucket(int distance) {
        int middle = config.distances().buckets() / 2;
        if (middle == 0 || Math.abs(distance) <= middle) {
            return distance;
        }
        double share = Math.log(Math.abs(distance) / (double) middle)
                / Math.log((config.distances().most() - 1) / (double) middle);
        return Integer.signum(distance) * ((int) Math.ceil((float) share * (middle - 1)) + middle);
    }

    private NDArray attention(String name, NDArray x, NDArray table, NDArray ahead, NDArray behind, NDArray mask) {
        int heads = config.sizes().heads();
        NDArray[] qkv = PlainArrays.heads(p.linear(name + "query|key|value", x), heads);
        NDArray rows = table.expandDims(0);
        NDArray queries;
        NDArray keys;
        if (config.distances().shared()) {
            NDArray[] all = PlainArrays.heads(p.linear(name + "query|key|value", rows), heads);
            queries = all[0];
            keys = all[1];
        } else {
            NDArray both = p.linear(name + "distance_query|distance_key", rows);
            NDArray[] all = PlainArrays.heads(both.concat(both.split(2, 2).get(0), 2), heads);
            queries = all[0];
            keys = all[1];
        }
        Shape shape = new Shape(
                x.getShape().get(0), heads, x.getShape().get(1), x.getShape().get(1));
        NDArray ofQuery = qkv[0].matMul(keys.transpose(0, 1, 3, 2)).gather(ahead.broadcast(shape), 3);
        NDArray ofKey = qkv[1].matMul(queries.transpose(0, 1, 3, 2)).gather(behind.broadcast(shape), 3);
        NDArray scores =
                qkv[0].matMul(qkv[1].transpose(0, 1, 3, 2)).add(ofQuery).add(ofKey.transpose(0, 1, 3, 2));
        double width = (double) config.sizes().hiddenSize() / heads;
        NDArray shares = scores.div(Math.sqrt(3 * width)).add(mask).softmax(-1);
        return shares.matMul(qkv[2]).transpose(0, 2, 1, 3).reshape(x.getShape());
    }

    @Override
    public NDArray logits(NDArray read, NDArray mean) {
        return p.linear("head.output", PlainArrays.activate(p.linear("head.dense", read), config.poolerActivation()));
    }
}
