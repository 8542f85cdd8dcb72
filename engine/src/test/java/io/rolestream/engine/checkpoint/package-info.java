@NullMarked
package io.rolestream.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
