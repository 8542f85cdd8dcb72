@NullMarked
package io.rolestream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
