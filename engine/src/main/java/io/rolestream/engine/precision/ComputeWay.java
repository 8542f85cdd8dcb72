package io.rolestream.engine.precision;

import ai.djl.Device;
import io.rolestream.engine.model.Precision;
import java.util.List;

/**
 * A way of computing.
 *
 * @param packed whether linear layers are packed and computed by oneDNN; otherwise by PyTorch or, in INT8, by fbgemm
 */
public record ComputeWay(Precision precision, boolean packed, Device device) {
    /**
     * The ways to compute on a device: FP32, the reference, first, and the usually fastest way of each precision before
     * its others.
     */
    public static List<ComputeWay> all(boolean gpu) {
        if (gpu) {
            return List.of(
                    new ComputeWay(Precision.FP32, false, Device.gpu()),
                    new ComputeWay(Precision.BF16, false, Device.gpu()),
                    new ComputeWay(Precision.FP16, false, Device.gpu()));
        }
        return List.of(
                new ComputeWay(Precision.FP32, true, Device.cpu()),
                new ComputeWay(Precision.FP32, false, Device.cpu()),
                new ComputeWay(Precision.BF16, true, Device.cpu()),
                new ComputeWay(Precision.INT8, true, Device.cpu()),
                new ComputeWay(Precision.INT8, false, Device.cpu()));
    }

    public String label() {
        return precision.key() + (packed ? " packed" : "") + " on " + (device.isGpu() ? "gpu" : "cpu");
    }
}
