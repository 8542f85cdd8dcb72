@NullMarked
package io.rolestream.engine.training.alignment;

import org.jspecify.annotations.NullMarked;
