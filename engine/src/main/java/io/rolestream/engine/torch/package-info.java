/**
 * PyTorch from Java: functions in TorchScript, called with arrays. They provide what DJL's operations lack: bfloat16,
 * int8, fused attention, packed linear layers, a fused optimizer.
 */
@NullMarked
package io.rolestream.engine.torch;

import org.jspecify.annotations.NullMarked;
