/** A family that only tests know, made as CONTRIBUTING.md says. */
@NullMarked
package io.rolestream.engine.model.bag;

import org.jspecify.annotations.NullMarked;
