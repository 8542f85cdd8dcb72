@NullMarked
package io.rolestream.engine.precision;

import org.jspecify.annotations.NullMarked;
