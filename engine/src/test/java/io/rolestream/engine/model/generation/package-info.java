@NullMarked
package io.rolestream.engine.model.generation;

import org.jspecify.annotations.NullMarked;
