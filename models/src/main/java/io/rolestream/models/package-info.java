/** Settings of model versions. */
@NullMarked
package io.rolestream.models;

import org.jspecify.annotations.NullMarked;
