@NullMarked
package io.rolestream.engine.training;

import org.jspecify.annotations.NullMarked;
