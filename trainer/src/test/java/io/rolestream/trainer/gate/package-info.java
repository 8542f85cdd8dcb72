@NullMarked
package io.rolestream.trainer.gate;

import org.jspecify.annotations.NullMarked;
