@NullMarked
package io.rolestream.engine.model;

import org.jspecify.annotations.NullMarked;
