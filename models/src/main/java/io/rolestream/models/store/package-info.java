/** Stores of model versions, and this machine's cache of them. */
@NullMarked
package io.rolestream.models.store;

import org.jspecify.annotations.NullMarked;
