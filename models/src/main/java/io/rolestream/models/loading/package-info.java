/** Publishing, verifying and loading model versions. */
@NullMarked
package io.rolestream.models.loading;

import org.jspecify.annotations.NullMarked;
