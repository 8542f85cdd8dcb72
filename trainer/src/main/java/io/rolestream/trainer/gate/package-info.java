/** Whether a trained model may decide: a rule with checks whose results are data. */
@NullMarked
package io.rolestream.trainer.gate;

import org.jspecify.annotations.NullMarked;
