/**
 * What all families of encoders share: parameters by name, packed sequences, precision, and forward passes, as
 * TorchScript functions for speed and as plain array operations for reference.
 */
@NullMarked
package io.rolestream.engine.model;

import org.jspecify.annotations.NullMarked;
