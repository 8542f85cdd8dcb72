@NullMarked
package io.rolestream.trainer.alignment;

import org.jspecify.annotations.NullMarked;
