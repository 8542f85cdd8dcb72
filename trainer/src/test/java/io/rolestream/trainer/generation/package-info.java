@NullMarked
package io.rolestream.trainer.generation;

import org.jspecify.annotations.NullMarked;
