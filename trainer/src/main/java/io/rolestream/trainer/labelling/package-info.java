/** Weak labels: the votes of rules and other cheap labellers, and estimates of their reliability. */
@NullMarked
package io.rolestream.trainer.labelling;

import org.jspecify.annotations.NullMarked;
