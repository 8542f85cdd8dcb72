@NullMarked
package io.rolestream.trainer.curves;

import org.jspecify.annotations.NullMarked;
