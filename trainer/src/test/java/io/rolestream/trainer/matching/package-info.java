@NullMarked
package io.rolestream.trainer.matching;

import org.jspecify.annotations.NullMarked;
