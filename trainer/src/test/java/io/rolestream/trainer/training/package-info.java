@NullMarked
package io.rolestream.trainer.training;

import org.jspecify.annotations.NullMarked;
