/**
 * The trainer's examples: accumulated from {@code training-examples} and {@code role-corrections} into a database on
 * this machine, each exactly once, and read from there as a stream.
 */
@NullMarked
package io.rolestream.trainer.examples;

import org.jspecify.annotations.NullMarked;
