/** Which client of the cluster may do what. */
@NullMarked
package io.rolestream.schemas.access;

import org.jspecify.annotations.NullMarked;
