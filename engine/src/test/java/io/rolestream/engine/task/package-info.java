@NullMarked
package io.rolestream.engine.task;

import org.jspecify.annotations.NullMarked;
