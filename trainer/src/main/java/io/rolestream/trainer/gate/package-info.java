/** The promotion gate: a rule whose checks have results as data. */
@NullMarked
package io.rolestream.trainer.gate;

import org.jspecify.annotations.NullMarked;
