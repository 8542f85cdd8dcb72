@NullMarked
package io.rolestream.engine.model.t5;

import org.jspecify.annotations.NullMarked;
