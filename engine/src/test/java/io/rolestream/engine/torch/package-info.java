@NullMarked
package io.rolestream.engine.torch;

import org.jspecify.annotations.NullMarked;
