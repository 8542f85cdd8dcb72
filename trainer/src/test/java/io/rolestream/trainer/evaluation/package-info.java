@NullMarked
package io.rolestream.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
