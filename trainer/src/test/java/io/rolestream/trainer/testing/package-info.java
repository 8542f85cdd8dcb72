@NullMarked
package io.rolestream.trainer.testing;

import org.jspecify.annotations.NullMarked;
