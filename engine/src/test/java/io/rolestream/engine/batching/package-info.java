@NullMarked
package io.rolestream.engine.batching;

import org.jspecify.annotations.NullMarked;
