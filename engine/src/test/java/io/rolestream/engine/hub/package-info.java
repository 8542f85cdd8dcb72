@NullMarked
package io.rolestream.engine.hub;

import org.jspecify.annotations.NullMarked;
