@NullMarked
package io.rolestream.engine;

import org.jspecify.annotations.NullMarked;
