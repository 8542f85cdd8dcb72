/** Facts about the checkpoints that label. */
@NullMarked
package io.rolestream.labellers.checkpoint;

import org.jspecify.annotations.NullMarked;
