@NullMarked
package io.rolestream.engine.training.alignment.rloo;

import org.jspecify.annotations.NullMarked;
