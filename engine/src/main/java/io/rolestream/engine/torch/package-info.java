/**
 * PyTorch from Java: functions written in TorchScript, called with arrays as arguments. What DJL's own operations lack
 * (bfloat16, int8, fused attention, packed linear layers, a fused optimizer) is reached this way.
 */
@NullMarked
package io.rolestream.engine.torch;

import org.jspecify.annotations.NullMarked;
