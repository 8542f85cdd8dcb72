/**
 * Chooses how a model is computed: on which device, in which numbers. Unless the caller says, the ways that this
 * machine has are timed and the fastest is used whose results agree with 32-bit floats; the choice is remembered in a
 * file.
 */
@NullMarked
package io.rolestream.engine.precision;

import org.jspecify.annotations.NullMarked;
