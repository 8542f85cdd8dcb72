package io.rolestream.engine.model.distilbert;

import ai.djl.ndarray.NDArray;
import io.rolestream.engine.checkpoint.Activation;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.PlainArrays;
import io.rolestream.engine.model.ReferencePass;
import io.rolestream.engine.model.bert.BertReference;

/** BERT's forward pass with DistilBERT's classifier. */
public final class DistilBertReference implements ReferencePass {
    private final BertReference bert;
    private final PlainArrays p;

    public DistilBertReference(Parameters parameters) {
        DistilBertConfig config = DistilBertConfig.of(parameters.config().keys());
        bert = new BertReference(parameters, config.activation(), DistilBertConfig.EPS);
        p = new PlainArrays(parameters);
    }

    @Override
    public NDArray hidden(NDArray ids, NDArray positions, NDArray types, NDArray mask) {
        return bert.hidden(ids, positions, types, mask);
    }

    @Override
    public NDArray logits(NDArray first, NDArray mean) {
        return p.linear("head.output", PlainArrays.activate(p.linear("head.dense", first), Activation.RELU));
    }
}
