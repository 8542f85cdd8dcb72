package io.rolestream.engine.training;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.List;

/** A copy of the best parameters so far. Takes no memory before the first copy. */
final class BestParameters implements AutoCloseable {
    private final Parameters parameters;
    private final Script script;
    private final PtNDManager manager = Torch.newManager();
    private List<PtNDArray> arrays = List.of();

    BestParameters(Parameters parameters, Script script) {
        this.parameters = parameters;
        this.script = script;
    }

    void keep() {
        if (arrays.isEmpty()) {
            arrays = parameters.arrays().stream()
                    .map(array -> manager.create(array.getShape(), DataType.FLOAT32))
                    .toList();
        }
        script.run("copy", Arguments.of().tensors(arrays).tensors(parameters.arrays()));
    }

    boolean isKept() {
        return !arrays.isEmpty();
    }

    /** The copy, or the parameters themselves if nothing was kept. */
    List<PtNDArray> arrays() {
        return isKept() ? arrays : parameters.arrays();
    }

    @Override
    public void close() {
        manager.close();
    }
}
