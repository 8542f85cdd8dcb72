/** Steps over records that the services cannot read. */
@NullMarked
package io.rolestream.stream.skip;

import org.jspecify.annotations.NullMarked;
