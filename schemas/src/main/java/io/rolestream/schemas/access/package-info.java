/** Access rights of the cluster's clients. */
@NullMarked
package io.rolestream.schemas.access;

import org.jspecify.annotations.NullMarked;
