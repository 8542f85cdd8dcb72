/** The keys that configure model versions. */
@NullMarked
package io.rolestream.models;

import org.jspecify.annotations.NullMarked;
