package io.rolestream.engine.training;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.torch.Arguments;
import io.rolestream.engine.torch.Script;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), by PyTorch's fused kernel. Biases and norms do not
 * decay.
 */
final class AdamW implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final Script script;
    private final PtNDManager manager = Torch.newManager();
    private final double decay;
    private final double epsilon;
    private final List<PtNDArray> parameters;
    private final List<PtNDArray> means;
    private final List<PtNDArray> squares;
    private final List<PtNDArray> steps;
    private final int[] decaying;
    private final int[] others;

    AdamW(Parameters parameters, TrainingOptions.Optimizer options, Script script) {
        this.script = script;
        decay = options.weightDecay();
        epsilon = options.epsilon();
        this.parameters = parameters.arrays();
        int count = this.parameters.size();
        means = zeros(i -> this.parameters.get(i).getShape());
        squares = zeros(i -> this.parameters.get(i).getShape());
        steps = zeros(i -> new Shape());
        decaying = IntStream.range(0, count).filter(parameters::decays).toArray();
        others = IntStream.range(0, count).filter(i -> !parameters.decays(i)).toArray();
    }

    private List<PtNDArray> zeros(IntFunction<Shape> shape) {
        List<PtNDArray> result = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            result.add((PtNDArray) manager.zeros(shape.apply(i), DataType.FLOAT32));
        }
        return result;
    }

    void step(List<PtNDArray> gradients, double rate) {
        step(decaying, gradients, rate, decay);
        step(others, gradients, rate, 0);
    }

    private void step(int[] group, List<PtNDArray> gradients, double rate, double groupDecay) {
        if (group.length == 0) {
            return;
        }
        script.run(
                "adamw",
                Arguments.of()
                        .tensors(pick(parameters, group))
                        .tensors(pick(gradients, group))
                        .tensors(pick(means, group))
                        .tensors(pick(squares, group))
                        .tensors(pick(steps, group))
                        .number(rate)
                        .number(BETA1)
                        .number(BETA2)
                        .number(groupDecay)
                        .number(epsilon));
    }

    private static List<PtNDArray> pick(List<PtNDArray> from, int[] indexes) {
        return IntStream.of(indexes).mapToObj(from::get).toList();
    }

    /** The running means of the gradients, in the order of the parameters. */
    List<PtNDArray> means() {
        return means;
    }

    List<PtNDArray> squares() {
        return squares;
    }

    /** Continues as if this number of steps had been made. */
    void setSteps(long number) {
        steps.forEach(count -> count.set(new float[] {number}));
    }

    @Override
    public void close() {
        manager.close();
    }
}
