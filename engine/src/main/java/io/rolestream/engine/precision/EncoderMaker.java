package io.rolestream.engine.precision;

import io.rolestream.engine.model.Encoder;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Makes a model's encoder. */
@FunctionalInterface
public interface EncoderMaker {
    /**
     * @param tokens the ids that will be computed, so that what others need may be left out; null for all
     * @throws io.rolestream.engine.torch.TorchException if the way cannot be used
     */
    Encoder make(ComputeWay way, @Nullable BitSet tokens);
}
