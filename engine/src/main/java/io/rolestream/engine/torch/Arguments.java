package io.rolestream.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of one call of a {@link Script}, in order. The call frees what is created here; arrays and
 * {@link Packed packed weights} stay with their owners.
 */
public final class Arguments implements AutoCloseable {
    private final List<IValue> all = new ArrayList<>();
    private final List<Arguments> insides = new ArrayList<>();

    private Arguments() {}

    public static Arguments of() {
        return new Arguments();
    }

    /** A {@code Tensor}. */
    public Arguments tensor(NDArray array) {
        return own(IValue.from((PtNDArray) array));
    }

    /** A {@code List[Tensor]}. */
    public Arguments tensors(List<? extends NDArray> arrays) {
        return own(IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
    }

    /** A {@code List[int]}. */
    public Arguments integers(int[] values) {
        return own(IValue.listFrom(Arrays.stream(values).asLongStream().toArray()));
    }

    /** An {@code int}. */
    public Arguments integer(long value) {
        return own(IValue.from(value));
    }

    /** A {@code float}. */
    public Arguments number(double value) {
        return own(IValue.from(value));
    }

    /** A {@code bool}. */
    public Arguments flag(boolean value) {
        return own(IValue.from(value));
    }

    /** A {@code str}. */
    public Arguments string(String value) {
        return own(IValue.from(value));
    }

    /** A list of packed weights. */
    public Arguments packed(List<Packed> weights) {
        return own(IValue.listFrom(weights.stream().map(Packed::value).toArray(IValue[]::new)));
    }

    /** A {@code Tuple} of a {@code List[Tensor]} and a list of packed weights. */
    public Arguments tensorsAndPacked(List<? extends NDArray> arrays, List<Packed> weights) {
        Arguments parts = Arguments.of().tensors(arrays).packed(weights);
        insides.add(parts);
        return own(IValue.tupleFrom(parts.values()));
    }

    private Arguments own(IValue value) {
        all.add(value);
        return this;
    }

    IValue[] values() {
        return all.toArray(IValue[]::new);
    }

    @Override
    public void close() {
        all.forEach(IValue::close);
        all.clear();
        insides.forEach(Arguments::close);
        insides.clear();
    }
}
