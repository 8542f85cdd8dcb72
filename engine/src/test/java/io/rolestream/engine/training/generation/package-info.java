@NullMarked
package io.rolestream.engine.training.generation;

import org.jspecify.annotations.NullMarked;
