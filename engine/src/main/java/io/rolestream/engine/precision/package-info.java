/**
 * Chooses the device and precision of a model. Unless the caller does, the machine's options are timed, and the fastest
 * one whose results agree with 32-bit floats is used; the choice is stored in a file.
 */
@NullMarked
package io.rolestream.engine.precision;

import org.jspecify.annotations.NullMarked;
