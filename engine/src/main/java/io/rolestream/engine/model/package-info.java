/**
 * What all families of encoders share: parameters by name, packed sequences, precision, and forward passes in
 * TorchScript.
 */
@NullMarked
package io.rolestream.engine.model;

import org.jspecify.annotations.NullMarked;
